import type { EventName } from '@emas/events';
import { addressPrefix } from '@emas/addresses';

/** Why an attempt failed, as detectors and pages know it. Detectors look for `unknown_account`. */
export type KnownFailureReason =
  | 'wrong_password'
  | 'unknown_account'
  | 'wrong_second_factor'
  | 'account_disabled'
  /** The app does not tell an unknown account from a wrong password. */
  | 'wrong_credentials';

/** What an app says beyond these is counted as it says it. */
export type FailureReason = KnownFailureReason | (string & {});

/** One attempt to sign in, as detectors see it: no name, no address, no password. */
export interface LoginAttempt {
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly outcome: 'success' | 'failure';
  /** Why it failed; `''` for a success. */
  readonly reason: string;
  /** Keyed hash of the account's name, whether there is such an account or not; `''` where none was sent. */
  readonly account: string;
  /** Network of the address, `203.0.113.0/24` or `2001:db8:1:2::/64`; `''` where it is not known. */
  readonly prefix: string;
  /** ISO 3166-1 alpha-2; `''` where it is not known. */
  readonly country: string;
  /** The program, `Firefox 128`; `''` where it is not known. */
  readonly client: string;
  /** Keyed hash of what was sent as the password. It stays in the memory of the process. */
  readonly password?: string | undefined;
}

/** How wide a prefix is: one network of a provider's customers, or one customer in IPv6 (RFC 6177). */
export const PREFIX_LENGTHS = { ipv4: 24, ipv6: 64 } as const;
/** Events that tell of an attempt to sign in, and what became of it. */
export const ATTEMPT_OUTCOMES: Readonly<Partial<Record<EventName, LoginAttempt['outcome']>>> = {
  authn_login_success: 'success',
  authn_login_fail: 'failure',
  login_refused: 'failure',
};

/** How wide what lies around a prefix is: an IPv6 site may use any of its 65,536 prefixes at once. */
const NETWORK_LENGTHS = { ipv4: 16, ipv6: 48 } as const;

/** The network round a prefix, `203.0.0.0/16` or `2001:db8:1::/48`; `''` for none. */
export function networkOf(prefix: string): string {
  const [address = ''] = prefix.split('/', 1);
  return addressPrefix(address, NETWORK_LENGTHS);
}
