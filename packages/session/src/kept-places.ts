import type { KeptPlace } from '@emas/data-map';
import type { ResolvedOptions } from './options.ts';
import type { RecordStore } from './stores/record-store.ts';
import type { Lifetime } from './metadata.ts';
import { TOMBSTONE_MS } from './stores/tombstone.ts';

type Keeping = Pick<
  ResolvedOptions,
  'name' | 'cookie' | 'idleTimeout' | 'absoluteTimeout' | 'remember'
>;

/** What is kept of a visitor with a session. @param store Where; that of the process, Redis', the app's own. */
export function sessionPlaces(keeping: Keeping, store: RecordStore): readonly KeptPlace[] {
  const { idle, absolute } = longestOf(keeping);
  const cookie: KeptPlace = {
    id: 'session/cookie',
    kind: 'cookie',
    where: keeping.name ?? `${prefixOf(keeping)}<hash>`,
    holds: ['token'],
    reason: 'session',
    kept: cookieEnd(keeping),
    readers: ['app'],
  };
  const { redisKeys: keys } = store;
  const record: KeptPlace = {
    id: 'session/store',
    ...whereOf(store),
    holds: ['session', 'account', 'address', 'network', 'client', 'country', 'moment', 'app-data'],
    reason: 'session',
    kept: { ms: idle, after: 'last use', most: absolute, mark: TOMBSTONE_MS },
    readers: ['app'],
  };
  if (keys === undefined) return [cookie, record];
  const index: Omit<KeptPlace, 'where' | 'holds'> = {
    id: 'session/index',
    kind: 'redis',
    reason: 'session',
    kept: { ms: absolute, after: 'last use' },
    readers: ['app'],
  };
  return [
    cookie,
    record,
    { ...index, where: `${keys}account:<hash>`, holds: ['account', 'session', 'moment'] },
    { ...index, id: 'session/due', where: `${keys}due`, holds: ['session', 'moment'] },
  ];
}

function whereOf({ redisKeys, local }: RecordStore): Pick<KeptPlace, 'kind' | 'where'> {
  if (redisKeys !== undefined) return { kind: 'redis', where: `${redisKeys}id:<hash>` };
  return { kind: local === true ? 'memory' : 'store', where: 'sessions' };
}

/** What stands before a name that is a hash, over HTTPS; where each request decides, the strictest. */
function prefixOf({ cookie }: Keeping): string {
  if (typeof cookie === 'function') return '__Host-';
  const { path = '/', domain } = cookie;
  return path === '/' && domain === undefined ? '__Host-' : '__Secure-';
}

/** What a notice promises holds of each session: the times of those that last longest. */
function longestOf({ idleTimeout, absoluteTimeout, remember }: Keeping): Lifetime {
  return {
    idle: Math.max(idleTimeout, remember?.idle ?? 0),
    absolute: Math.max(absoluteTimeout, remember?.absolute ?? 0),
  };
}

function cookieEnd({ cookie, absoluteTimeout, remember }: Keeping): KeptPlace['kept'] {
  if (remember !== undefined) return { ms: remember.absolute, after: 'written' };
  const { maxAge = null } = typeof cookie === 'function' ? {} : cookie;
  return maxAge === null
    ? { until: 'browser' }
    : { ms: Math.min(maxAge, absoluteTimeout), after: 'last use' };
}
