import { waitingPlaces } from '@emas/clickhouse/internal';
import type { DataKind, KeptPlace } from '@emas/data-map';
import { LONGEST_BLOCK_MS } from './blocks/block.ts';
import { DAY } from './detectors/thresholds.ts';
import { deviceCookieName } from './device-cookie.ts';
import type { ResolvedOptions } from './options.ts';
import { KNOWN_FOR_MS } from './throttle/known-places.ts';
import type { ThrottleKey } from './throttle/rules.ts';

type Keeping = Pick<
  ResolvedOptions,
  'redis' | 'keys' | 'file' | 'rules' | 'deviceCookie' | 'network'
>;

const GUESSING: Pick<KeptPlace, 'reason' | 'readers'> = { reason: 'guessing', readers: ['app'] };

/** What is kept about people who try to sign in. Incidents belong to the review, failures are lines of the log. */
export function guardPlaces(keeping: Keeping): readonly KeptPlace[] {
  const { network, deviceCookie } = keeping;
  const isWhole = network.ipv4 > WIDEST.ipv4 || network.ipv6 > WIDEST.ipv6;
  const origin = isWhole ? 'address' : 'network';
  const device: KeptPlace = {
    ...GUESSING,
    id: 'login-guard/device',
    kind: 'cookie',
    where: deviceCookieName(true),
    holds: ['token', 'account', 'day'],
    kept: { ms: KNOWN_FOR_MS, after: 'written' },
  };
  const detectors: KeptPlace = {
    id: 'login-guard/detectors',
    kind: 'memory',
    where: 'attempts to sign in, and patterns of attacks',
    holds: ['account', origin, 'country', 'client', 'password', 'attempts', 'moment'],
    reason: 'security',
    kept: { until: 'process' },
    readers: ['app', 'security'],
  };
  return [
    ...counterPlaces(keeping),
    ...knownPlaces(keeping),
    detectors,
    ...(deviceCookie ? [device] : []),
  ];
}

/** A network in which there are many households, as the log has it. */
const WIDEST = { ipv4: 24, ipv6: 48 } as const;

function counterPlaces({ redis, keys, rules }: Keeping): readonly KeptPlace[] {
  const place: Omit<KeptPlace, 'kind' | 'where' | 'kept'> = {
    ...GUESSING,
    id: 'login-guard/counters',
    holds: ['account', 'network', 'address', 'token', 'attempts', 'moment'],
  };
  const own: KeptPlace = {
    ...place,
    kind: 'memory',
    where: 'failed sign-ins',
    kept: { until: 'process' },
  };
  if (redis === undefined) return [own];
  const shared = rules.map(({ name, by, longest }): KeptPlace => ({
    ...place,
    id: `login-guard/counters ${name}`,
    kind: 'redis',
    where: `${keys}${name}:<value>`,
    holds: [...new Set(by.flatMap((one) => HOLDS[one])), 'attempts', 'moment'],
    kept: { ms: longest, after: 'last use' },
  }));
  // While Redis is away each process counts by itself.
  return [...shared, own];
}

/** Of an account that was entered before, its device or its address stands in place of the network. */
const HOLDS: Readonly<Record<ThrottleKey, readonly DataKind[]>> = {
  account: ['account'],
  prefix: ['network', 'address', 'token'],
  address: ['address', 'token'],
};

function knownPlaces({ redis, keys, file }: Keeping): readonly KeptPlace[] {
  const place: Omit<KeptPlace, 'kind' | 'where'> = {
    ...GUESSING,
    id: 'login-guard/known',
    holds: ['place', 'day'],
    kept: { ms: KNOWN_FOR_MS, after: 'last use' },
  };
  const own: KeptPlace = {
    ...place,
    kind: 'memory',
    where: 'known places',
    kept: { until: 'process' },
  };
  if (redis !== undefined) return [{ ...place, kind: 'redis', where: `${keys}known:<hash>` }, own];
  return file === undefined ? [own] : [{ ...place, kind: 'file', where: file }, own];
}

/** How long the table keeps an incident: its TTL. */
export const INCIDENT_MS: number = 800 * DAY;

/** What is kept of attacks, by the review. @param spool Folder in which it waits. */
export function reviewPlaces(spool: string | undefined): readonly KeptPlace[] {
  const holds = ['account', 'network', 'country', 'client', 'attempts', 'moment'] as const;
  const reason = 'security';
  const kept = { ms: INCIDENT_MS, after: 'written', exempt: 'incident' } as const;
  const table = { kind: 'table', reason, kept, readers: ['security'] } as const;
  return [
    { ...table, id: 'login-review/incidents', where: 'emas_login_incidents', holds },
    {
      ...table,
      id: 'login-review/changes',
      where: 'emas_login_incident_changes',
      // What staff write about an attack.
      holds: ['app-data', 'moment'],
    },
    ...waitingPlaces({ part: 'login-review', spool, rejected: kept, holds, reason }),
  ];
}

/** What is kept of networks that are not let in. */
export function blockPlaces(store: Pick<KeptPlace, 'kind' | 'where'>): readonly KeptPlace[] {
  return [
    {
      ...store,
      id: 'login-guard/blocks',
      holds: ['network', 'address', 'moment'],
      reason: 'security',
      kept: { ms: LONGEST_BLOCK_MS, after: 'written' },
      readers: ['app', 'security'],
    },
  ];
}
