import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Cluster, Redis } from 'ioredis';
import { createCluster } from 'redis';
import type { RedisClient } from '@emas/redis';
import { waitUntil } from '../../../test/waiting/wait-until.ts';

/** Two masters, each with half of the slots. */
export interface RedisCluster {
  readonly ports: readonly number[];
  stop(): Promise<void>;
}

export interface ClusterConnection {
  readonly client: RedisClient;
  close(): void;
}

/** Each library's cluster client, by name. */
export const CLUSTER_CLIENTS: [string, (cluster: RedisCluster) => Promise<ClusterConnection>][] = [
  [
    'node-redis',
    async ({ ports }) => {
      const client = createCluster({
        rootNodes: ports.map((port) => ({ url: `redis://127.0.0.1:${port}` })),
      });
      client.on('error', () => undefined);
      await client.connect();
      return { client, close: () => client.destroy() };
    },
  ],
  [
    'ioredis',
    async ({ ports }) => {
      const client = new Cluster(ports.map((port) => ({ host: '127.0.0.1', port })));
      client.on('error', () => undefined);
      await client.ping();
      return { client, close: () => client.disconnect() };
    },
  ],
];

const SLOTS = [
  ['0', '8191'],
  ['8192', '16383'],
] as const;

export async function startCluster(): Promise<RedisCluster> {
  const folders = SLOTS.map(() => mkdtempSync(join(tmpdir(), 'emas-cluster-')));
  const nodes = await Promise.all(folders.map((folder) => startNode(folder)));
  const clients = nodes.map(({ port }) => new Redis({ port, host: '127.0.0.1' }));
  await Promise.all(
    clients.map((client, at) => client.call('CLUSTER', 'ADDSLOTSRANGE', ...(SLOTS[at] ?? []))),
  );
  for (const { port, busPort } of nodes) {
    await clients[0]?.call('CLUSTER', 'MEET', '127.0.0.1', String(port), String(busPort));
  }
  for (const client of clients) {
    const info = async (): Promise<string> => String(await client.call('CLUSTER', 'INFO'));
    const isReady = async (): Promise<boolean> => (await info()).includes('cluster_state:ok');
    await waitUntil('the cluster', isReady, { state: info });
    client.disconnect();
  }
  return {
    ports: nodes.map(({ port }) => port),
    async stop() {
      for (const { child } of nodes) {
        const gone = once(child, 'exit');
        child.kill('SIGKILL');
        await gone;
      }
      for (const folder of folders) rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function startNode(
  folder: string,
): Promise<{ child: ChildProcess; port: number; busPort: number }> {
  const [port, busPort] = await Promise.all([freePort(), freePort()]);
  const child = spawn(
    'redis-server',
    [
      ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder],
      ['--cluster-enabled', 'yes', '--cluster-port', String(busPort)],
      // A machine that stands still is no failed node.
      ['--cluster-node-timeout', '120000'],
      ['--save', '', '--appendonly', 'no'],
    ].flat(),
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  for await (const chunk of child.stdout) {
    if (/ready to accept connections/i.test(String(chunk))) break;
  }
  return { child, port, busPort };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}
