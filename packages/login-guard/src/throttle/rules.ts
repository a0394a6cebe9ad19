import { EmasError } from '@emas/errors';
import { z } from 'zod';

/** What failures are counted by. A prefix is a provider's /24 in IPv4, a site's /48 in IPv6. */
export type ThrottleKey = 'account' | 'prefix' | 'address';

/** What happens from a number of failures on. */
export interface ThrottleTier {
  /** Failures after which it holds; those before the first tier are free. */
  readonly after: number;
  /** `delay` and `lock` refuse an attempt that comes too soon after the last; `captcha` wants one passed. */
  readonly action: 'delay' | 'captcha' | 'lock';
  /** How soon is too soon, milliseconds; twice that with each further failure. Not for `captcha`. */
  readonly for?: number | undefined;
  /** The longest of those, milliseconds. @default `for` */
  readonly upTo?: number | undefined;
  /** What a `captcha` tier does where no captcha is set up. @default nothing */
  readonly otherwise?: WaitingTier | undefined;
}

/** A wait in place of a captcha. */
interface WaitingTier {
  readonly action: 'delay' | 'lock';
  readonly for: number;
  /** @default `for` */
  readonly upTo?: number | undefined;
}

/** Counts failures by something, and answers them in tiers. */
export interface ThrottleRule {
  readonly by: readonly ThrottleKey[];
  readonly tiers: readonly ThrottleTier[];
  /** Milliseconds in which one failure is forgotten. */
  readonly forget: number;
  /**
   * Whether an account is left alone where it was entered before. @default true, unless it is
   * the pair itself that is counted
   */
  readonly exemptKnown?: boolean | undefined;
}

/** A rule ready for use. */
export interface ResolvedRule {
  readonly by: readonly ThrottleKey[];
  readonly forget: number;
  readonly exemptKnown: boolean;
  /** `account+prefix`. */
  readonly name: string;
  readonly tiers: readonly ResolvedTier[];
  /** Milliseconds after the last failure when nothing is left of it, however many there were. */
  readonly longest: number;
}

/** A tier ready for use. */
interface ResolvedTier {
  readonly after: number;
  readonly action: ThrottleTier['action'];
  readonly for: number;
  readonly upTo: number;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const LONGEST = 30 * 24 * HOUR;

/**
 * Who guesses at an account is slowed down where he is; an account as a whole is never locked, since that
 * would be a weapon against its owner, and of those behind one address the ones who were here before are
 * left alone.
 */
export const DEFAULT_RULES: readonly ThrottleRule[] = [
  {
    by: ['account', 'prefix'],
    tiers: [
      { after: 5, action: 'delay', for: 2 * SECOND, upTo: 30 * SECOND },
      { after: 7, action: 'captcha' },
      { after: 10, action: 'lock', for: MINUTE, upTo: HOUR },
    ],
    forget: HOUR,
  },
  {
    by: ['account'],
    tiers: [
      {
        after: 20,
        action: 'captcha',
        // A wait for everybody who is not at home, which an attacker can keep up: it is short, and the only
        // bound on guessing from a thousand networks.
        otherwise: { action: 'delay', for: SECOND, upTo: 30 * SECOND },
      },
    ],
    forget: 5 * MINUTE,
  },
  {
    by: ['prefix'],
    tiers: [
      { after: 40, action: 'captcha' },
      { after: 100, action: 'lock', for: MINUTE, upTo: HOUR },
    ],
    forget: 30 * SECOND,
  },
];

const milliseconds = z
  .int({ error: 'expected milliseconds' })
  .min(100, 'expected 100 milliseconds or more')
  .max(LONGEST, 'expected 30 days at most');

const tierSchema = z.strictObject({
  after: z
    .int({ error: 'expected a number of failures' })
    .min(1, 'expected 1 failure or more')
    .max(100_000, 'expected at most 100000 failures'),
  action: z.enum(['delay', 'captcha', 'lock'], { error: 'expected delay, captcha or lock' }),
  for: milliseconds.optional(),
  upTo: milliseconds.optional(),
  otherwise: z
    .strictObject({
      action: z.enum(['delay', 'lock'], { error: 'expected delay or lock' }),
      for: milliseconds,
      upTo: milliseconds.optional(),
    })
    .optional(),
});

export const rulesSchema: z.ZodType<readonly ThrottleRule[]> = z
  .array(
    z.strictObject({
      by: z
        .array(
          z.enum(['account', 'prefix', 'address'], {
            error: 'expected account, prefix or address',
          }),
        )
        .min(1, 'expected one or more of account, prefix, address')
        .refine((by) => new Set(by).size === by.length, 'expected each of them once'),
      tiers: z
        .array(tierSchema)
        .min(1, 'expected one tier or more')
        .max(20, 'expected at most 20 tiers'),
      forget: milliseconds,
      exemptKnown: z.boolean({ error: 'expected true or false' }).optional(),
    }),
  )
  .min(1, 'expected one rule or more')
  .max(10, 'expected at most 10 rules');

/**
 * @param hasCaptcha Without a captcha, a tier that needs one is what its `otherwise` says, or left out.
 * @throws EmasError `ERR_EMAS_LOGIN_GUARD_OPTIONS`.
 */
export function resolveRules(rules: readonly ThrottleRule[], hasCaptcha: boolean): ResolvedRule[] {
  return rules.map((rule, index) => {
    const isPair = rule.by.includes('account') && rule.by.length > 1;
    const tiers = rule.tiers
      .map((tier, at) =>
        resolveTier(withoutCaptcha(tier, hasCaptcha), `rules.${index}.tiers.${at}`),
      )
      .filter(({ action }) => hasCaptcha || action !== 'captcha')
      .toSorted((left, right) => left.after - right.after);
    const { by, forget, exemptKnown = !isPair } = rule;
    const longest = longestOf(forget, tiers);
    return { name: by.join('+'), by, forget, exemptKnown, tiers, longest };
  });
}

/** A client that waits for it gets fewer tries than by coming back as soon as each failure is forgotten. */
const SPARE_FAILURES = 24;

function longestOf(forget: number, tiers: readonly ResolvedTier[]): number {
  const most = Math.max(0, ...tiers.map(({ after }) => after)) + SPARE_FAILURES;
  return Math.max(most * forget, ...tiers.map(({ upTo }) => upTo));
}

function withoutCaptcha(tier: ThrottleTier, hasCaptcha: boolean): ThrottleTier {
  const { after, action, otherwise } = tier;
  if (hasCaptcha || action !== 'captcha' || otherwise === undefined) return tier;
  return { after, ...otherwise };
}

function resolveTier(tier: ThrottleTier, where: string): ResolvedTier {
  const { after, action } = tier;
  const wait = tier.for ?? 0;
  const upTo = tier.upTo ?? wait;
  if (action !== 'captcha' && wait === 0) {
    const message = `loginGuard: option "${where}.for": expected milliseconds for a ${action}, received nothing.`;
    throw new EmasError('ERR_EMAS_LOGIN_GUARD_OPTIONS', message);
  }
  if (upTo < wait) {
    const message = `loginGuard: option "${where}.upTo" is less than "for"; leave it out or make it more.`;
    throw new EmasError('ERR_EMAS_LOGIN_GUARD_OPTIONS', message);
  }
  return { after, action, for: wait, upTo };
}

/** For a process on its own, while the shared counters are away: half as many failures. */
export function stricter(rules: readonly ResolvedRule[]): ResolvedRule[] {
  return rules.map((rule) => ({
    ...rule,
    tiers: rule.tiers.map((tier) => ({ ...tier, after: Math.ceil(tier.after / 2) })),
  }));
}
