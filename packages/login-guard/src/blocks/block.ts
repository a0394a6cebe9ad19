import { EmasError } from '@emas/errors';
import { parseNetwork } from '@emas/addresses';
import { z } from 'zod';

/** A network that is not let in, for a while. */
export interface Block {
  /** Canonical: `198.51.100.0/24`. */
  readonly prefix: string;
  /** Milliseconds since 1970. */
  readonly since: number;
  readonly until: number;
  readonly reason: string;
  readonly by: string;
  /** Id of the incident that it answers. */
  readonly incident?: string;
}

/** What somebody wants to be blocked. */
export interface BlockRequest {
  /** A network, `198.51.100.0/24` or `2001:db8:1::/48`, or one address. */
  readonly prefix: string;
  /** Milliseconds from now: a minute to 30 days. */
  readonly duration: number;
  /** Why, 1 to 200 characters. */
  readonly reason: string;
  /** Who, 1 to 100 characters. */
  readonly by: string;
  readonly incident?: string;
}

const MINUTE = 60_000;
export const LONGEST_BLOCK_MS: number = 30 * 24 * 60 * MINUTE;
/** A slip of the finger must not shut half a country out. */
const WIDEST = { ipv4: 16, ipv6: 32 } as const;

const TEXT = 'expected text, at least a character';
const DURATION = 'expected milliseconds from 60000, a minute, to 2592000000, 30 days';

const requestSchema = z.strictObject({
  prefix: z.string({ error: 'expected a network such as 198.51.100.0/24' }),
  duration: z.int({ error: DURATION }).min(MINUTE, DURATION).max(LONGEST_BLOCK_MS, DURATION),
  reason: z.string({ error: TEXT }).trim().min(1, TEXT).max(200, 'expected at most 200 characters'),
  by: z.string({ error: TEXT }).trim().min(1, TEXT).max(100, 'expected at most 100 characters'),
  incident: z.string().max(40, 'expected the id of an incident').optional(),
});

/** @throws EmasError `ERR_EMAS_LOGIN_BLOCK`. */
export function blockFrom(request: BlockRequest, now: number): Block {
  const parsed = requestSchema.safeParse(request);
  if (!parsed.success) {
    const faults = parsed.error.issues.map(
      ({ path, message }) => `"${path.join('.') || 'block'}": ${message}`,
    );
    throw blockError(`The block cannot be created: ${faults.join('; ')}.`);
  }
  const { prefix, duration, reason, by, incident } = parsed.data;
  const network = parseNetwork(prefix);
  if (network === undefined) {
    throw blockError(`"${prefix.slice(0, 60)}" is not a network or an address.`);
  }
  const widest = WIDEST[network.family];
  if (network.bits < widest) {
    throw blockError(
      `${network.prefix} is too wide: nothing wider than a /${widest} is blocked.`,
      'Block its parts, or do it in the firewall.',
    );
  }
  const block = { prefix: network.prefix, since: now, until: now + duration, reason, by };
  return incident === undefined ? block : { ...block, incident };
}

export function blockError(message: string, help?: string): EmasError {
  return new EmasError('ERR_EMAS_LOGIN_BLOCK', message, help === undefined ? {} : { help });
}

/** @returns `undefined` for what is no block, or not one that holds. */
export function readBlock(value: unknown, now: number): Block | undefined {
  const parsed = storedSchema.safeParse(value);
  if (!parsed.success || parsed.data.until <= now) return undefined;
  const { incident, ...block } = parsed.data;
  return incident === undefined ? block : { ...block, incident };
}

const storedSchema = z.object({
  prefix: z.string().refine((prefix) => parseNetwork(prefix)?.prefix === prefix),
  since: z.number(),
  until: z.number(),
  reason: z.string(),
  by: z.string(),
  incident: z.string().optional(),
});
