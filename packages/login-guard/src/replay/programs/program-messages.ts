import { canonicalAddress } from '@emas/addresses';
import type { RawAttempt, Teller } from '../raw-attempt.ts';
import type { ProgramMessage } from '../syslog-header.ts';

/**
 * One kind of message of a program.
 *
 * Groups of the pattern: `name` and `address` of who tried, `count` of tries, `method`, and `unknown`, which
 * is there where the account is not known. The name is what the other side sent: it may look like the
 * rest of the message, so a pattern takes what the program wrote itself from the message's end.
 */
export interface MessageKind {
  readonly pattern: RegExp;
  /** `none` for a message about an attempt that another message counts, or about no attempt. */
  readonly outcome: RawAttempt['outcome'] | 'none';
  /** Of a failure whose account is not said to be unknown. @default 'wrong_credentials' */
  readonly reason?: string;
  /** Who else tells of the same attempt. @default nobody */
  readonly teller?: (groups: Groups) => Omit<Teller, 'process'>;
}

/** What the messages of some programs say of sign-ins. */
export interface ProgramMessages {
  /** Names of the programs, as syslog has them. */
  readonly program: RegExp;
  /** What is signed in by: `ssh`. */
  readonly client: string;
  /** The first that fits counts. */
  readonly kinds: readonly MessageKind[];
}

type Groups = Readonly<Record<string, string | undefined>>;

const MOST_REPEATED = 1000;

/** @returns `undefined` for a message of none of these kinds. */
export function verdictOf(
  { time, process, message }: ProgramMessage,
  { client, kinds }: ProgramMessages,
): RawAttempt | 'none' | undefined {
  for (const { pattern, outcome, reason = 'wrong_credentials', teller } of kinds) {
    const match = pattern.exec(message);
    if (match === null) continue;
    if (outcome === 'none') return 'none';
    const groups: Groups = match.groups ?? {};
    const { name = '', address, method = '', count, unknown } = groups;
    const failure = unknown === undefined ? reason : 'unknown_account';
    const told = teller?.(groups);
    return {
      time,
      outcome,
      reason: outcome === 'success' ? '' : failure,
      account: name,
      address: canonicalAddress(address),
      client: `${client} ${method}`.trim(),
      count: timesOf(count),
      ...(told === undefined ? {} : { teller: { ...told, process } }),
    };
  }
  return undefined;
}

/** How often something is said to have happened. */
export function timesOf(text: string | undefined): number {
  return Math.min(MOST_REPEATED, Math.max(1, Math.floor(Number(text)) || 1));
}
