import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import { waitUntil } from '../waiting/wait-until.ts';

/** A way in which a Redis answers and takes no writes. */
export interface RedisFault {
  readonly name: string;
  /** What it answers to a write; '' where it does not answer. */
  readonly answer: string;
  /** Whether sessions end where it is asked at all: a deletion needs no memory. */
  readonly deletes: boolean;
  /** Whether a cluster can have it. */
  readonly inCluster: boolean;
  begin(admin: Redis): Promise<unknown>;
  fix(admin: Redis): Promise<unknown>;
}

export const REDIS_FAULTS: readonly RedisFault[] = [
  {
    name: 'a replica since a failover',
    answer: 'READONLY',
    deletes: false,
    inCluster: false,
    begin: (admin) => admin.call('REPLICAOF', '127.0.0.1', '1'),
    fix: (admin) => admin.call('REPLICAOF', 'NO', 'ONE'),
  },
  {
    name: 'without the replicas that it wants',
    answer: 'NOREPLICAS',
    deletes: false,
    inCluster: true,
    begin: (admin) => admin.config('SET', 'min-replicas-to-write', '1'),
    fix: (admin) => admin.config('SET', 'min-replicas-to-write', '0'),
  },
  {
    name: 'full',
    answer: 'OOM',
    deletes: true,
    inCluster: true,
    begin: (admin) => admin.config('SET', 'maxmemory', '1'),
    fix: (admin) => admin.config('SET', 'maxmemory', '0'),
  },
  {
    name: 'unable to save to its disk',
    answer: 'MISCONF',
    deletes: false,
    inCluster: true,
    async begin(admin) {
      const [, folder = ''] = (await admin.config('GET', 'dir')) as string[];
      // A folder stands where the file should go.
      mkdirSync(join(folder, 'dump.rdb', 'in-the-way'), { recursive: true });
      await admin.config('SET', 'save', '3600 1');
      await admin.bgsave();
      const info = (): Promise<string> => admin.info('persistence');
      await waitUntil('the save to fail', async () =>
        (await info()).includes('rdb_last_bgsave_status:err'),
      );
    },
    fix: (admin) => admin.config('SET', 'save', ''),
  },
  {
    name: 'of which the app may only read',
    answer: 'NOPERM',
    deletes: false,
    inCluster: true,
    begin: (admin) => admin.call('ACL', 'SETUSER', 'default', '-@write', '-@scripting'),
    fix: (admin) => admin.call('ACL', 'SETUSER', 'default', '+@all'),
  },
  {
    name: 'paused for writes',
    answer: '',
    deletes: false,
    inCluster: true,
    begin: (admin) => admin.call('CLIENT', 'PAUSE', '600000', 'WRITE'),
    fix: (admin) => admin.call('CLIENT', 'UNPAUSE'),
  },
];
