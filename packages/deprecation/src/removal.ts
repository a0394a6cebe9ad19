import type { EndpointFacts } from './facts.ts';

const DAY = 86_400_000;

/** Why something can go or cannot. */
export type RemovalReason =
  /** Nobody has called it for as long as it is watched. */
  | { readonly code: 'never_called'; readonly watchedDays: number }
  /** The last call was so many days ago. */
  | { readonly code: 'quiet'; readonly quietDays: number }
  | {
      readonly code: 'still_called';
      /** How many clients called within so many days, and which of them most. */
      readonly clients: number;
      readonly withinDays: number;
      readonly busiest: string;
      readonly sunsetPassed: boolean;
    }
  | {
      readonly code: 'watched_too_short';
      readonly watchedDays: number;
      readonly wantedDays: number;
    }
  /** A function that code of the app or of a package still calls. */
  | { readonly code: 'code_calls' };

/** Whether something can go, and why. */
export interface Removal {
  readonly yes: boolean;
  /** In English. */
  readonly because: string;
  /** The same, for whoever puts it into words. */
  readonly reason: RemovalReason;
}

/** Whether it can go without anybody noticing. That its sunset has passed is not enough for that. */
export function verdict(facts: EndpointFacts, now: number, quietDays: number): Removal {
  const reason = removalReason(facts, now, quietDays);
  const yes = reason.code === 'never_called' || reason.code === 'quiet';
  return { yes, because: inWords(reason), reason };
}

function removalReason(
  { kind, clients, lastUse, watchedSince, daysToSunset }: EndpointFacts,
  now: number,
  quietDays: number,
): RemovalReason {
  if (kind === 'code') return { code: 'code_calls' };
  const recent = clients.filter(({ last }) => now - last < quietDays * DAY);
  const [busiest] = recent;
  if (busiest !== undefined) {
    return {
      code: 'still_called',
      clients: recent.length,
      withinDays: quietDays,
      busiest: busiest.id,
      sunsetPassed: daysToSunset !== undefined && daysToSunset <= 0,
    };
  }
  const watchedDays = Math.floor((now - watchedSince) / DAY);
  if (watchedDays < quietDays) {
    return { code: 'watched_too_short', watchedDays, wantedDays: quietDays };
  }
  if (lastUse === undefined) return { code: 'never_called', watchedDays };
  return { code: 'quiet', quietDays: Math.floor((now - lastUse) / DAY) };
}

function inWords(reason: RemovalReason): string {
  switch (reason.code) {
    case 'code_calls':
      return 'code of this app or of a package still calls it';
    case 'still_called': {
      const who = reason.clients === 1 ? 'one client' : `${reason.clients} clients`;
      const sunset = reason.sunsetPassed ? ', though its sunset has passed' : '';
      return `${who} called in the last ${reason.withinDays} days, most of all ${reason.busiest}${sunset}`;
    }
    case 'watched_too_short':
      return `it is watched for ${days(reason.watchedDays)} only, and ${reason.wantedDays} without a call are wanted`;
    case 'never_called':
      return `nobody called it in ${days(reason.watchedDays)}`;
    default:
      return `the last call was ${days(reason.quietDays)} ago`;
  }
}

function days(count: number): string {
  return count === 1 ? '1 day' : `${count} days`;
}
