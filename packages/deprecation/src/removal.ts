import type { EndpointFacts, ReportedClient } from './facts.ts';
import { watchedAfter } from './watched-time.ts';
import type { Span } from './watched-time.ts';

const DAY = 86_400_000;

/** Days without a call after which an endpoint counts as unused: more than from one month's end to the next. */
export const QUIET_DAYS = 45;
/** In days: a client that calls once a year calls within this time, and the log is kept for as long. */
const YEARLY = 400;
/** A client may be late: it is waited for half as long again as it ever paused. */
const LATENESS = 1.5;

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
  /** Clients that call seldom, of which this one is waited for the longest. */
  | {
      readonly code: 'may_call_again';
      readonly clients: number;
      readonly client: string;
      /** The longest time between two of its calls; null for one that called on a single day. */
      readonly everyDays: number | null;
      /** Until which day it is waited for, if the app runs until then, `2026-11-23`. */
      readonly until: string;
    }
  | {
      readonly code: 'watched_too_short';
      /** Without a call, and how many are needed. */
      readonly watchedDays: number;
      readonly wantedDays: number;
      readonly until: string;
    }
  /** A function that code of the app or of a package still calls. */
  | { readonly code: 'code_calls' };

/** Whether something can go, and why. */
export interface Removal {
  readonly yes: boolean;
  /** In English. */
  readonly because: string;
  /** The same as data, for other wordings. */
  readonly reason: RemovalReason;
}

export interface VerdictOptions {
  /** When it was watched. */
  readonly watched: readonly Span[];
  readonly now: number;
  readonly quietDays: number;
}

/**
 * Whether it can go without anybody noticing. That its sunset has passed is not enough for that, and neither
 * is time in which the app did not run.
 */
export function verdict(facts: EndpointFacts, options: VerdictOptions): Removal {
  const reason = removalReason(facts, options);
  const yes = reason.code === 'never_called' || reason.code === 'quiet';
  return { yes, because: inWords(reason), reason };
}

function removalReason(facts: EndpointFacts, options: VerdictOptions): RemovalReason {
  const { kind, clients, lastUse, daysToSunset } = facts;
  const { watched, now, quietDays } = options;
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
  const waiting = clients
    .map((client) => ({ client, missing: missingTime(client, options) }))
    .filter(({ missing }) => missing > 0)
    .toSorted((left, right) => right.missing - left.missing);
  const [longest] = waiting;
  if (longest !== undefined)
    return mayCallAgain(longest.client, waiting.length, longest.missing, now);
  const silence = watchedAfter(lastUse ?? Number.NEGATIVE_INFINITY, watched);
  if (silence < quietDays * DAY) {
    return {
      code: 'watched_too_short',
      watchedDays: Math.floor(silence / DAY),
      wantedDays: quietDays,
      until: dayOf(now + quietDays * DAY - silence),
    };
  }
  if (lastUse === undefined)
    return { code: 'never_called', watchedDays: Math.floor(silence / DAY) };
  return { code: 'quiet', quietDays: Math.floor((now - lastUse) / DAY) };
}

/** Watched time that is missing until a client would have called again, milliseconds. */
function missingTime(
  { kind, last, pauseDays }: ReportedClient,
  { watched, quietDays }: VerdictOptions,
): number {
  // One that is known by a key and called once may call once a year. A program's name is shared by many.
  const isKnown = kind === 'key' || kind === 'account';
  const own = pauseDays === undefined ? (isKnown ? YEARLY : 0) : pauseDays * LATENESS;
  if (own <= quietDays) return 0;
  return Math.min(own, YEARLY) * DAY - watchedAfter(last, watched);
}

function mayCallAgain(
  { id, pauseDays }: ReportedClient,
  clients: number,
  missing: number,
  now: number,
): RemovalReason {
  const everyDays = pauseDays ?? null;
  return { code: 'may_call_again', clients, client: id, everyDays, until: dayOf(now + missing) };
}

function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
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
    case 'may_call_again': {
      const { client, clients, everyDays, until } = reason;
      const how =
        everyDays === null
          ? 'called on one day only and may call once a year'
          : `has paused for ${days(everyDays)} before`;
      const others = clients === 1 ? '' : `, the last of ${clients} clients that are waited for`;
      return `${client} ${how}: wait until ${until}${others}`;
    }
    case 'watched_too_short':
      return `it was watched for ${days(reason.watchedDays)} without a call, and ${reason.wantedDays} are needed: wait until ${reason.until}`;
    case 'never_called':
      return `nobody called it in ${days(reason.watchedDays)}`;
    default:
      return `the last call was ${days(reason.quietDays)} ago`;
  }
}

function days(count: number): string {
  return count === 1 ? '1 day' : `${count} days`;
}
