import { parseOptions } from '@emas/options';
import { z } from 'zod';

/**
 * From when on a pattern is an incident. Times are milliseconds. `perDay` is the same pattern within 24
 * hours, for attackers who are slow.
 */
export interface DetectorThresholds {
  /** Failures of one source on one account. @default 10 within 10 minutes, or 30 within a day */
  readonly bruteForce?: {
    readonly failures?: number;
    readonly within?: number;
    readonly perDay?: number;
  };
  /** Sources that fail on one account. @default 20 within an hour, or 40 within a day */
  readonly distributedGuessing?: {
    readonly origins?: number;
    readonly within?: number;
    readonly perDay?: number;
  };
  /**
   * Accounts that one source fails on and never enters, where they are at least `share` of the accounts that
   * it tried; or accounts that are tried with one password, from anywhere.
   * @default 15 within 5 minutes or 30 within a day, half; 10 with one password within an hour, or 20 within
   * a day
   */
  readonly spraying?: {
    readonly accounts?: number;
    readonly share?: number;
    readonly within?: number;
    readonly perDay?: number;
    readonly samePassword?: number;
    readonly samePasswordWithin?: number;
    readonly samePasswordPerDay?: number;
  };
  /**
   * Accounts that one source tries, of which `unknownShare` do not exist here; or accounts that fail from
   * many sources together, while `failedShare` of the attempts fail. Attempts on an account from where it
   * was entered last do not count towards the share: they are its member's.
   * @default 20 within 10 minutes, half; 100 accounts from 50 sources within 10 minutes, half
   */
  readonly stuffing?: {
    readonly accounts?: number;
    readonly unknownShare?: number;
    readonly within?: number;
    readonly everywhereAccounts?: number;
    readonly everywhereOrigins?: number;
    readonly failedShare?: number;
  };
  /** Failures of an account before it is entered. @default 5 within an hour */
  readonly successAfterFailures?: { readonly failures?: number; readonly within?: number };
  /** How far apart two countries are from which an account is entered. @default 2000 kilometres within an hour */
  readonly impossibleTravel?: { readonly kilometres?: number; readonly within?: number };
  /** How long after its last attempt an incident is over; a later attempt opens another. @default an hour */
  readonly quiet?: number;
}

type Resolved<Options> = {
  readonly [Key in keyof Options]-?: Exclude<Options[Key], undefined> extends number
    ? number
    : Required<Exclude<Options[Key], undefined>>;
};

/** The thresholds with their defaults filled in. */
export type ResolvedThresholds = Resolved<DetectorThresholds>;

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** What `perDay` counts within. */
export const DAY: number = 24 * HOUR;
const LONGEST = 30 * DAY;
/** What is kept of one account or source has room for so many: see the windows. */
const MOST = 1000;

function atLeast(
  least: number,
  most: number,
  standard: number,
  what: string,
): z.ZodDefault<z.ZodInt> {
  const error = `expected ${what} from ${least} to ${most}`;
  return z.int({ error }).min(least, error).max(most, error).default(standard);
}

const within = (standard: number): z.ZodDefault<z.ZodInt> =>
  atLeast(1000, LONGEST, standard, 'milliseconds');
const many = (standard: number, most = MOST): z.ZodDefault<z.ZodInt> =>
  atLeast(2, most, standard, 'a whole number');
const share = (standard: number): z.ZodDefault<z.ZodNumber> =>
  z
    .number({ error: 'expected a share from 0 to 1' })
    .min(0, 'expected a share from 0 to 1')
    .max(1, 'expected a share from 0 to 1')
    .default(standard);

/** Attempts on one account, from one source or with one password that an incident begins with. */
export const MOST_LATEST = 64;
/** Accounts of one source that are kept apart: see the watch of origins. */
export const MOST_ACCOUNTS_OF_ORIGIN = 64;

const schema = z.strictObject({
  bruteForce: z
    .strictObject({ failures: many(10), within: within(10 * MINUTE), perDay: many(30) })
    .prefault({}),
  distributedGuessing: z
    .strictObject({ origins: many(20), within: within(HOUR), perDay: many(40) })
    .prefault({}),
  spraying: z
    .strictObject({
      accounts: many(15, MOST_ACCOUNTS_OF_ORIGIN),
      share: share(0.5),
      within: within(5 * MINUTE),
      perDay: many(30, MOST_ACCOUNTS_OF_ORIGIN),
      samePassword: many(10),
      samePasswordWithin: within(HOUR),
      samePasswordPerDay: many(20),
    })
    .prefault({}),
  stuffing: z
    .strictObject({
      accounts: many(20, MOST_ACCOUNTS_OF_ORIGIN),
      unknownShare: share(0.5),
      within: within(10 * MINUTE),
      everywhereAccounts: many(100),
      everywhereOrigins: many(50),
      failedShare: share(0.5),
    })
    .prefault({}),
  successAfterFailures: z.strictObject({ failures: many(5), within: within(HOUR) }).prefault({}),
  impossibleTravel: z
    .strictObject({
      kilometres: atLeast(1, 20_000, 2000, 'kilometres'),
      within: within(HOUR),
    })
    .prefault({}),
  quiet: within(HOUR),
});

/** @throws EmasError `ERR_EMAS_LOGIN_GUARD_OPTIONS`. */
export function resolveThresholds(given: DetectorThresholds = {}): ResolvedThresholds {
  return parseOptions('thresholds', 'ERR_EMAS_LOGIN_GUARD_OPTIONS', schema, given);
}
