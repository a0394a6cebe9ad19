import type { KeptPlace } from '@emas/data-map';
import type { ResolvedOptions } from './options.ts';
import type { RecordStore } from './stores/record-store.ts';
import { TOMBSTONE_MS } from './stores/tombstone.ts';

type Keeping = Pick<ResolvedOptions, 'name' | 'idleTimeout' | 'absoluteTimeout'>;

/** What is kept of a visitor with a session. @param store Where; that of the process, Redis', the app's own. */
export function sessionPlaces(keeping: Keeping, store: RecordStore): readonly KeptPlace[] {
  const { name = '__Host-<hash>', idleTimeout, absoluteTimeout } = keeping;
  const cookie: KeptPlace = {
    id: 'session/cookie',
    kind: 'cookie',
    where: name,
    holds: ['token'],
    reason: 'session',
    kept: { until: 'browser' },
    readers: ['app'],
  };
  const { redisKeys: keys } = store;
  const record: KeptPlace = {
    id: 'session/store',
    ...whereOf(store),
    holds: ['session', 'account', 'address', 'network', 'client', 'country', 'moment', 'app-data'],
    reason: 'session',
    kept: { ms: idleTimeout, after: 'last use', most: absoluteTimeout, mark: TOMBSTONE_MS },
    readers: ['app'],
  };
  if (keys === undefined) return [cookie, record];
  const index: Omit<KeptPlace, 'where' | 'holds'> = {
    id: 'session/index',
    kind: 'redis',
    reason: 'session',
    kept: { ms: absoluteTimeout, after: 'last use' },
    readers: ['app'],
  };
  return [
    cookie,
    record,
    { ...index, where: `${keys}account:<hash>`, holds: ['account', 'session', 'moment'] },
    { ...index, id: 'session/due', where: `${keys}due`, holds: ['session', 'moment'] },
  ];
}

function whereOf({ redisKeys: keys, isForeign }: RecordStore): Pick<KeptPlace, 'kind' | 'where'> {
  if (keys !== undefined) return { kind: 'redis', where: `${keys}id:<hash>` };
  return isForeign === true
    ? { kind: 'store', where: 'sessions' }
    : { kind: 'memory', where: 'sessions' };
}
