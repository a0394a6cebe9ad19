import type { PageLanguage } from '@emas/page';
import { EmasError } from '@emas/errors';
import { functionOption, parseOptions, partOption, wholeNumber } from '@emas/options';
import { accountHasher } from '@emas/events/internal';
import { events } from '@emas/events';
import type { EventBus } from '@emas/events';
import type { Request, Response } from 'express';
import { z } from 'zod';
import type { Remember } from './choice/decision.ts';
import type { ExplicitConsent } from './explicit/explicit-consent.ts';
import { GOOGLE_TYPES } from './signals/consent-mode.ts';
import type { ConsentModeMap } from './signals/consent-mode.ts';
import type { Purpose } from './registry/purpose.ts';
import { explicitSchema, purposesSchema } from './registry/schema.ts';

/** Options of {@link consent}. */
export interface ConsentOptions {
  /** What the site does and for what. */
  readonly purposes: readonly Purpose[];
  /** Days after which the visitor is asked again. @default { accepted: 365, refused: 182 } */
  readonly remember?: Partial<Remember>;
  /** Whether `DNT: 1` counts as a signal, as `Sec-GPC: 1` does. @default false */
  readonly dnt?: boolean;
  /** Day of the registry's last change, `2026-11-23`, for `/.well-known/gpc.json`. */
  readonly updated?: string;
  /** Where the form is sent, and where a visitor changes their mind. @default '/emas/consent' */
  readonly path?: string;
  /** The app's own page round the form at `path`. @default a plain one */
  readonly page?: ConsentPageFrame;
  /**
   * Domain of all hosts of one owner that share one choice, `clinic.example`: each has to be given the same
   * purposes. Any host of the domain may then set the choice. @default each host has its own
   */
  readonly domain?: string;
  /** What the app's own forms ask for by itself, such as the use of health data. @default none */
  readonly explicit?: readonly ExplicitConsent[];
  /**
   * File in which the policy of the last start is kept, such as `consent-policy.json` in the data folder:
   * a change is announced with `consent_policy_announced`. @default nothing is announced
   */
  readonly policyFile?: string;
  /** Who is signed in: receipts have a keyed hash of it. @default nobody */
  readonly account?: (req: Request) => string | undefined;
  /** Key of that hash: the logger's finds them by `emas logs search --account`. @default one that ends with the process */
  readonly key?: string | Uint8Array;
  /**
   * Called when somebody withdraws one of `explicit` on the page at `path`, which offers that to visitors who are
   * signed in (`account`): the app must then stop the processing (PDPA 2010, s 38). An error is the page's error.
   * @default the page does not offer it
   */
  readonly onWithdrawal?: OnWithdrawal;
  /**
   * Purposes by Google's types, `{ analytics_storage: 'figures' }`: `res.locals.consentMode()` tells them to
   * Google's tags (Consent Mode v2). Types that are not named stay denied. @default no signals are sent
   */
  readonly consentMode?: ConsentModeMap;
  /** Where receipts are emitted. @default the bus of this process */
  readonly events?: EventBus;
  /** The clock, for tests. */
  readonly now?: () => number;
}

/** @param receipt Number of the receipt of the withdrawal. */
type OnWithdrawal = (req: Request, explicit: string, receipt: string) => void | Promise<void>;

/** Answers with a page that has the form in it. */
export type ConsentPageFrame = (
  req: Request,
  res: Response,
  content: {
    readonly title: string;
    readonly language: PageLanguage;
    /** Finished markup. */
    readonly form: string;
    /** Path of the page that the visitor came from; '' where that is not known. */
    readonly returnTo: string;
  },
) => void;

/** The options with their defaults filled in. */
export interface ResolvedOptions {
  readonly purposes: readonly Purpose[];
  readonly remember: Remember;
  readonly dnt: boolean;
  readonly updated?: string | undefined;
  readonly path: string;
  readonly page?: ConsentPageFrame | undefined;
  readonly domain?: string | undefined;
  readonly explicit: readonly ExplicitConsent[];
  readonly onWithdrawal?: OnWithdrawal | undefined;
  readonly policyFile?: string | undefined;
  readonly account?: ((req: Request) => string | undefined) | undefined;
  readonly hashAccount: (name: string) => string;
  readonly consentMode?: ConsentModeMap | undefined;
  readonly events: EventBus;
  readonly now: () => number;
}

const PATH_WANTED = 'expected a path such as /emas/consent';
const DOMAIN_WANTED = 'expected a domain in small letters, without a dot before it';
const FILE_WANTED = 'expected the path of a file';
const MOST_DAYS = 400;
const SHORTEST_KEY = 32;

const schema = z.strictObject({
  purposes: purposesSchema,
  remember: z
    .strictObject({
      // Browsers keep no cookie for longer than 400 days.
      accepted: wholeNumber('days', 1, MOST_DAYS, 365),
      refused: wholeNumber('days', 1, MOST_DAYS, 182),
    })
    .prefault({}),
  dnt: z.boolean({ error: 'expected true or false' }).default(false),
  updated: z.iso.date({ error: 'expected a day, 2026-11-23' }).optional(),
  path: z
    .string({ error: PATH_WANTED })
    .regex(/^\/[\w./-]{1,200}$/, PATH_WANTED)
    .default('/emas/consent'),
  page: functionOption<ConsentPageFrame>().optional(),
  domain: z
    .string({ error: DOMAIN_WANTED })
    .regex(
      /^(?:[\da-z](?:[\da-z-]{0,61}[\da-z])?\.){1,8}[a-z](?:[\da-z-]{0,61}[\da-z])?$/,
      DOMAIN_WANTED,
    )
    .optional(),
  explicit: explicitSchema,
  onWithdrawal: functionOption<OnWithdrawal>().optional(),
  policyFile: z.string({ error: FILE_WANTED }).min(1, FILE_WANTED).optional(),
  account: functionOption<(req: Request) => string | undefined>().optional(),
  key: z
    .custom<string | Uint8Array>(
      (given) =>
        (typeof given === 'string' || given instanceof Uint8Array) && given.length >= SHORTEST_KEY,
      { error: `expected a secret of ${SHORTEST_KEY} characters or bytes or more` },
    )
    .optional(),
  consentMode: z
    .partialRecord(z.enum(GOOGLE_TYPES), z.string({ error: 'expected the id of a purpose' }), {
      error: `expected ids of purposes by ${GOOGLE_TYPES.join(', ')}`,
    })
    .optional(),
  events: partOption<EventBus>('emit', 'an event bus').default(events),
  now: functionOption<() => number>().default(() => Date.now),
});

/** @throws EmasError `ERR_EMAS_CONSENT_OPTIONS`. */
export function resolveOptions(given: ConsentOptions): ResolvedOptions {
  const parsed = parseOptions('consent', 'ERR_EMAS_CONSENT_OPTIONS', schema, given);
  const { key, ...options } = parsed;
  const ids = new Set(options.purposes.map(({ id }) => id));
  const stray = Object.entries(options.consentMode ?? {}).find(([, id]) => !ids.has(id));
  if (stray !== undefined) {
    throw new EmasError(
      'ERR_EMAS_CONSENT_OPTIONS',
      `consent: consentMode.${stray[0]}: expected the id of a purpose, received "${stray[1].slice(0, 40)}".`,
      { help: `Purposes are ${[...ids].join(', ')}.` },
    );
  }
  return { ...options, hashAccount: accountHasher(key) };
}
