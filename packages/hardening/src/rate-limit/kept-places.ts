import type { KeptPlace } from '@emas/data-map';
import type { ResolvedRateLimit } from './options.ts';

/** What a limit keeps of those whom it counts. */
export function limitPlaces(options: ResolvedRateLimit): readonly KeptPlace[] {
  const { name, redis, keys, by, window, network } = options;
  const isWhole = network.ipv4 === 32 || network.ipv6 === 128;
  const place = {
    id: `rate-limit/${name}`,
    holds: [
      isWhole ? 'address' : 'network',
      ...(by === 'prefix' ? [] : (['app-hash'] as const)),
      'attempts',
      'moment',
    ],
    reason: 'overload',
    // Of a sliding window, the one before counts as well.
    kept: { ms: 2 * window, after: 'last use' },
    readers: ['app'],
  } as const;
  const own = {
    ...place,
    kind: 'memory',
    where: `limit ${name}`,
    kept: { until: 'process' },
  } as const;
  // While Redis is away each process counts by itself.
  return redis === undefined ? [own] : [{ ...place, kind: 'redis', where: `${keys}<client>` }, own];
}
