import { EmasError } from '@emas/errors';
import { functionOption, parseOptions, partOption, reportMode } from '@emas/options';
import { events } from '@emas/events';
import { accountName } from '@emas/events/internal';
import type { EventBus } from '@emas/events';
import { OWNER_WANTED, hasOwner, keySlot, redisShape } from '@emas/redis';
import type { RedisClient } from '@emas/redis';
import type { Request } from 'express';
import { z } from 'zod';
import type { DetectorThresholds } from './detectors/thresholds.ts';
import type { Incident } from './incident.ts';
import { outcomeSchema } from './outcome-rule.ts';
import type { OutcomeRule } from './outcome-rule.ts';
import type { RefuseHandler } from './refusal.ts';
import { fieldIn } from './request-body.ts';
import { DEFAULT_RULES, resolveRules, rulesSchema } from './throttle/rules.ts';
import type { ResolvedRule, ThrottleRule } from './throttle/rules.ts';

/** Where incidents are kept for the review; `loginReview()` makes one. */
export interface LoginRecorder {
  save(incident: Incident): void;
  /** Receives an event when somebody closes an incident. */
  onClosed?(listener: (id: string) => void): void;
}

/** Knows which networks are not let in; `loginBlocks()` makes one. */
export interface BlockFinder {
  /** @returns Anything for an address that is blocked, `undefined` for the others. */
  find(address: string): unknown;
}

/** Options of {@link loginGuard}. */
export interface LoginGuardOptions {
  /**
   * Hashes accounts in incidents and figures, 32 characters or more. With the logger's own key the hashes
   * are those of the log.
   * @default a random one, for as long as the process lives
   */
  readonly key?: string | Uint8Array;
  /**
   * The account's name as it was typed: a text, or several where the app may read any of them. Each is
   * counted. An attempt without a name is refused. `false` where the name is not in the request and the
   * handler gives it to `failed()` and `succeeded()`.
   * @default `username`, `email` and `login` of the body and of the query
   */
  readonly account?: ((req: Request) => unknown) | false;
  /**
   * The password as it was typed; a keyed hash of it, in memory only, tells when one is tried on many
   * accounts, and when the same one is sent again. `false` has it never looked at.
   * @default `password` of the body, or of the query
   */
  readonly password?: ((req: Request) => unknown) | false;
  /**
   * How a name counts: what is the same account has to come out the same. After it, names are in any case
   * trimmed and compared by NFKC, without case and unseen characters.
   * @default as it is
   */
  readonly normalise?: (name: string) => string;
  /** How a response shows the outcome if the handler does not report it. */
  readonly outcome?: OutcomeRule;
  /** What failures are counted by, and what they lead to. */
  readonly rules?: readonly ThrottleRule[];
  /**
   * `'report'` refuses blocked networks only, and emits what it would have refused: event `would_block`.
   * Attempts are still counted, logged and watched.
   * @default 'enforce'
   */
  readonly mode?: 'enforce' | 'report';
  /** Leading bits of an address that count as one place. @default { ipv4: 24, ipv6: 48 } */
  readonly network?: { readonly ipv4?: number; readonly ipv6?: number };
  /** Whether a captcha was passed with this request. Without it, tiers that want one are left out. */
  readonly captcha?: (req: Request) => boolean | Promise<boolean>;
  /**
   * Whether a browser in which somebody signed in gets a cookie that distinguishes it from strangers: what they
   * do behind the same address does not delay it. It is sent to the path of the sign-in only, and is valid for
   * 90 days.
   * @default true
   */
  readonly deviceCookie?: boolean;
  /**
   * File in which the places from which accounts were entered outlive the process: hashes with a day, for 90
   * days. Needs `key`. With `redis` they are kept there, and not in the file.
   */
  readonly file?: string;
  /** Counters that processes share; a client of node-redis or ioredis. @default the memory of this process */
  readonly redis?: RedisClient;
  /** Name of the app, which its keys in Redis carry: needed with `redis`. */
  readonly app?: string;
  /** What all keys in Redis begin with, before the name of the app. @default 'emas:' */
  readonly prefix?: string;
  /**
   * Milliseconds that an answer to a failure takes at least; what takes longer takes a multiple. It is to be
   * more than checking a password takes, so that unknown accounts take as long. `false` for none.
   * @default 400
   */
  readonly failureTime?: number | false;
  /** From when on attempts are an incident, by its kind. */
  readonly thresholds?: DetectorThresholds;
  /** Networks that are not let in at all; `loginBlocks()` makes one. */
  readonly blocks?: BlockFinder;
  readonly review?: LoginRecorder;
  /** The app's own answer to those who are refused. */
  readonly refuse?: RefuseHandler;
  /** @default the bus of this process */
  readonly events?: EventBus;
  /** The clock, for tests. */
  readonly now?: () => number;
}

/** The options with their defaults filled in. */
export interface ResolvedOptions {
  readonly key: string | Uint8Array | undefined;
  readonly account: ((req: Request) => unknown) | false;
  readonly password: ((req: Request) => unknown) | false;
  readonly normalise: (name: string) => string;
  readonly outcome: OutcomeRule | undefined;
  readonly rules: readonly ResolvedRule[];
  readonly mode: 'enforce' | 'report';
  readonly network: { readonly ipv4: number; readonly ipv6: number };
  readonly captcha: ((req: Request) => boolean | Promise<boolean>) | undefined;
  readonly deviceCookie: boolean;
  readonly file: string | undefined;
  readonly redis: RedisClient | undefined;
  /** What its keys in Redis begin with. */
  readonly keys: string;
  readonly failureTime: number | false;
  readonly thresholds: DetectorThresholds;
  readonly blocks: BlockFinder | undefined;
  readonly review: LoginRecorder | undefined;
  readonly refuse: RefuseHandler | undefined;
  readonly events: EventBus;
  readonly now: () => number;
}

const LEAST_KEY = 32;
const KEY_WANTED = `expected ${LEAST_KEY} characters or more`;

const bits = (most: number, standard: number): z.ZodDefault<z.ZodInt> => {
  const error = `expected bits from 8 to ${most}`;
  return z.int({ error }).min(8, error).max(most, error).default(standard);
};

const TIME_WANTED = 'expected false, or milliseconds from 1 to 5000';

const schema = z
  .strictObject({
    key: z
      .union([z.string(), z.instanceof(Uint8Array)], { error: KEY_WANTED })
      .refine((key) => key.length >= LEAST_KEY, KEY_WANTED)
      .optional(),
    account: z
      .union(
        [functionOption<(req: Request) => unknown>('a function of the request'), z.literal(false)],
        { error: 'expected a function of the request, or false' },
      )
      .default(() => namesOf),
    password: z
      .union(
        [functionOption<(req: Request) => unknown>('a function of the request'), z.literal(false)],
        {
          error: 'expected a function of the request, or false',
        },
      )
      .default(() => passwordOf),
    normalise: functionOption<ResolvedOptions['normalise']>('a function of a name').optional(),
    outcome: outcomeSchema.optional(),
    rules: rulesSchema.default(DEFAULT_RULES),
    mode: reportMode(),
    network: z.strictObject({ ipv4: bits(32, 24), ipv6: bits(128, 48) }).prefault({}),
    captcha: functionOption<NonNullable<ResolvedOptions['captcha']>>(
      'a function of the request',
    ).optional(),
    deviceCookie: z.boolean({ error: 'expected true or false' }).default(true),
    file: z.string({ error: 'expected a file' }).min(1, 'expected a file').optional(),
    ...redisShape,
    failureTime: z
      .union([z.literal(false), z.int().min(1).max(5000)], { error: TIME_WANTED })
      .default(400),
    thresholds: z.custom<DetectorThresholds>().default({}),
    blocks: partOption<BlockFinder>('find', 'the result of loginBlocks()').optional(),
    review: partOption<LoginRecorder>('save', 'the result of loginReview()').optional(),
    refuse: functionOption<RefuseHandler>('a function of request, response and refusal').optional(),
    events: partOption<EventBus>('emit', 'an event bus').default(events),
    now: functionOption<() => number>('a clock').default(() => Date.now),
  })
  .refine(hasOwner, OWNER_WANTED)
  .refine(
    ({ file, key }) => file === undefined || key !== undefined,
    'expected "key" with "file": without it nothing in the file is known again',
  );

/** @throws EmasError `ERR_EMAS_LOGIN_GUARD_OPTIONS`. */
export function resolveOptions(given: LoginGuardOptions): ResolvedOptions {
  const parsed = parseOptions('loginGuard', 'ERR_EMAS_LOGIN_GUARD_OPTIONS', schema, given);
  const {
    key,
    normalise,
    outcome,
    captcha,
    file,
    redis,
    blocks,
    review,
    refuse,
    app = '',
    prefix,
    ...rest
  } = parsed;
  const keys = keySlot({ prefix, app, part: 'login' });
  const rules = resolveRules(parsed.rules, captcha !== undefined);
  if (new Set(rules.map(({ name }) => name)).size < rules.length) {
    const message =
      'loginGuard: option "rules" has two rules that count by the same; put their tiers into one.';
    throw new EmasError('ERR_EMAS_LOGIN_GUARD_OPTIONS', message);
  }
  return {
    ...rest,
    rules,
    key,
    normalise: normalise === undefined ? accountName : (name) => accountName(normalise(name)),
    outcome,
    captcha,
    file,
    redis,
    keys,
    blocks,
    review,
    refuse,
  };
}

/** The app may read any of them. */
function namesOf(req: Request): unknown {
  return ['username', 'email', 'login'].flatMap((name) => fieldIn(req, name));
}

function passwordOf(req: Request): unknown {
  const [ofBody, ofQuery] = fieldIn(req, 'password');
  return ofBody ?? ofQuery;
}
