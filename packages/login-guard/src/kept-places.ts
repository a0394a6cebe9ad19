import { waitingPlaces } from '@emas/clickhouse/internal';
import type { DataKind, KeptPlace } from '@emas/data-map';
import { LONGEST_BLOCK_MS } from './blocks/block.ts';
import { DAY } from './detectors/thresholds.ts';
import { deviceCookieName } from './device-cookie.ts';
import type { ResolvedOptions } from './options.ts';
import { KNOWN_FOR_MS } from './throttle/known-places.ts';
import type { ThrottleKey } from './throttle/rules.ts';

type Keeping = Pick<ResolvedOptions, 'redis' | 'keys' | 'file' | 'rules' | 'deviceCookie'>;

const GUESSING: Pick<KeptPlace, 'reason' | 'readers'> = { reason: 'guessing', readers: ['app'] };

/** What is kept of whoever tries to sign in. Incidents are the review's, failures lines of the log. */
export function guardPlaces(keeping: Keeping): readonly KeptPlace[] {
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
    where: 'patterns of attacks',
    holds: ['account', 'network', 'country', 'client', 'password', 'attempts', 'moment'],
    reason: 'security',
    kept: { until: 'process' },
    readers: ['app', 'security'],
  };
  return [
    ...counterPlaces(keeping),
    knownPlaces(keeping),
    detectors,
    ...(keeping.deviceCookie ? [device] : []),
  ];
}

function counterPlaces({ redis, keys, rules }: Keeping): readonly KeptPlace[] {
  const place: Omit<KeptPlace, 'kind' | 'where' | 'kept'> = {
    ...GUESSING,
    id: 'login-guard/counters',
    holds: ['account', 'network', 'address', 'attempts', 'moment'],
  };
  if (redis === undefined) {
    return [{ ...place, kind: 'memory', where: 'failed sign-ins', kept: { until: 'process' } }];
  }
  return rules.map(({ name, by, longest }) => ({
    ...place,
    id: `login-guard/counters ${name}`,
    kind: 'redis',
    where: `${keys}${name}:<value>`,
    holds: [...by.flatMap((one) => HOLDS[one]), 'attempts', 'moment'],
    kept: { ms: longest, after: 'last use' },
  }));
}

/** In place of an address and a network there may be the random number of a device that is known. */
const HOLDS: Readonly<Record<ThrottleKey, readonly DataKind[]>> = {
  account: ['account'],
  prefix: ['network', 'token'],
  address: ['address', 'token'],
};

function knownPlaces({ redis, keys, file }: Keeping): KeptPlace {
  const place: Omit<KeptPlace, 'kind' | 'where'> = {
    ...GUESSING,
    id: 'login-guard/known',
    holds: ['place', 'day'],
    kept: { ms: KNOWN_FOR_MS, after: 'last use' },
  };
  if (redis !== undefined) return { ...place, kind: 'redis', where: `${keys}known:<hash>` };
  return file === undefined
    ? { ...place, kind: 'memory', where: 'known places', kept: { until: 'process' } }
    : { ...place, kind: 'file', where: file };
}

/** How long the table keeps an incident: its TTL. */
export const INCIDENT_MS: number = 800 * DAY;

/** What is kept of attacks, by the review. @param spool Folder in which it waits. */
export function reviewPlaces(spool: string | undefined): readonly KeptPlace[] {
  const holds = ['account', 'network', 'country', 'client', 'attempts', 'moment'] as const;
  const reason = 'security';
  return [
    {
      id: 'login-review/incidents',
      kind: 'table',
      where: 'emas_login_incidents',
      holds,
      reason,
      kept: { ms: INCIDENT_MS, after: 'written' },
      readers: ['security'],
    },
    ...waitingPlaces({ part: 'login-review', spool, rejectedFor: INCIDENT_MS, holds, reason }),
  ];
}

/** What is kept of networks that are not let in. */
export function blockPlaces(store: Pick<KeptPlace, 'kind' | 'where'>): readonly KeptPlace[] {
  return [
    {
      ...store,
      id: 'login-guard/blocks',
      holds: ['network', 'moment'],
      reason: 'security',
      kept: { ms: LONGEST_BLOCK_MS, after: 'written' },
      readers: ['app', 'security'],
    },
  ];
}
