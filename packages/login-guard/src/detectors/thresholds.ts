import { parseOptions } from '@emas/options';
import { z } from 'zod';

/** From when on a pattern is an incident. Times are milliseconds. */
export interface DetectorThresholds {
  /** One source fails on one account so often. @default 10 failures within 10 minutes */
  readonly bruteForce?: { readonly failures?: number; readonly within?: number };
  /** So many sources fail on one account. @default 20 within an hour */
  readonly distributedGuessing?: { readonly origins?: number; readonly within?: number };
  /**
   * One source fails on so many accounts and enters none of them, and these are at least `share` of the
   * accounts it tried; or so many accounts are tried with one password, from anywhere.
   * @default 15 within 5 minutes, half; 10 with one password within an hour
   */
  readonly spraying?: {
    readonly accounts?: number;
    readonly share?: number;
    readonly within?: number;
    readonly samePassword?: number;
    readonly samePasswordWithin?: number;
  };
  /**
   * One source tries so many accounts of which `unknownShare` are not known here; or everywhere together
   * so many accounts fail from so many sources while `failedShare` of all attempts do.
   * @default 20 within 10 minutes, half; 100 accounts, 50 sources, 0.8
   */
  readonly stuffing?: {
    readonly accounts?: number;
    readonly unknownShare?: number;
    readonly within?: number;
    readonly everywhereAccounts?: number;
    readonly everywhereOrigins?: number;
    readonly failedShare?: number;
  };
  /** A success follows so many failures of the account. @default 5 within an hour */
  readonly successAfterFailures?: { readonly failures?: number; readonly within?: number };
  /** Two successes come from countries so far apart. @default 2000 kilometres within an hour */
  readonly impossibleTravel?: { readonly kilometres?: number; readonly within?: number };
  /** An incident without new evidence for so long is over; what comes then is another. @default an hour */
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
const LONGEST = 30 * 24 * HOUR;
/** What is kept of one account or source has room for so many: see the windows. */
const MOST = 1000;

function atLeast(
  least: number,
  most: number,
  standard: number,
  what: string,
): z.ZodDefault<z.ZodInt> {
  const error = `wants ${what} from ${least} to ${most}`;
  return z.int({ error }).min(least, error).max(most, error).default(standard);
}

const within = (standard: number): z.ZodDefault<z.ZodInt> =>
  atLeast(1000, LONGEST, standard, 'milliseconds');
const many = (standard: number, most = MOST): z.ZodDefault<z.ZodInt> =>
  atLeast(2, most, standard, 'a whole number');
const share = (standard: number): z.ZodDefault<z.ZodNumber> =>
  z
    .number({ error: 'wants a share from 0 to 1' })
    .min(0, 'wants a share from 0 to 1')
    .max(1, 'wants a share from 0 to 1')
    .default(standard);

/** Accounts of one source that are kept apart: see the watch of origins. */
export const MOST_ACCOUNTS_OF_ORIGIN = 64;

const schema = z.strictObject({
  bruteForce: z.strictObject({ failures: many(10), within: within(10 * MINUTE) }).prefault({}),
  distributedGuessing: z.strictObject({ origins: many(20), within: within(HOUR) }).prefault({}),
  spraying: z
    .strictObject({
      accounts: many(15, MOST_ACCOUNTS_OF_ORIGIN),
      share: share(0.5),
      within: within(5 * MINUTE),
      samePassword: many(10),
      samePasswordWithin: within(HOUR),
    })
    .prefault({}),
  stuffing: z
    .strictObject({
      accounts: many(20, MOST_ACCOUNTS_OF_ORIGIN),
      unknownShare: share(0.5),
      within: within(10 * MINUTE),
      everywhereAccounts: many(100),
      everywhereOrigins: many(50),
      failedShare: share(0.8),
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
