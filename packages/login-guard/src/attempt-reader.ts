import { createHmac, randomBytes } from 'node:crypto';
import { addressPrefix } from '@emas/addresses';
import { contextOf } from '@emas/request-context';
import { clientName } from '@emas/request-context/internal';
import type { Request } from 'express';
import type { LoginAttempt } from './attempt.ts';
import type { DeviceCookie } from './device-cookie.ts';
import type { ResolvedOptions } from './options.ts';
import { EXACT } from './throttle/place-hash.ts';
import { bodyOf } from './request-body.ts';
import type { Origin } from './throttle/counted-keys.ts';
import type { AimedAt } from './throttle/throttle.ts';
import { typedNames } from './typed-names.ts';

/** An account as it was named. */
export interface NamedAccount extends AimedAt {
  /** The name in the form in which it counts. */
  readonly name: string;
}

/** Who tries. */
export interface Who {
  /** The accounts that were named; none where none was found. */
  readonly accounts: readonly NamedAccount[];
  readonly source_ip: string;
  readonly client: string;
  readonly country: string;
  /** Network by which detectors and the review count. */
  readonly prefix: string;
  readonly origin: Origin;
  /** Keyed hash of what was sent as the password. */
  readonly password: string | undefined;
  /** Keyed hash of all that was sent to sign in by, where to and from: the same for the same try. */
  readonly sent: string | undefined;
  /** False where an app could read a name that the guard cannot foresee. */
  readonly isReadable: boolean;
}

const LONGEST_PASSWORD = 4096;
/** Fields that differ each time the same form is sent: tokens of forms and of captchas. */
const EVER_NEW: ReadonlySet<string> = new Set([
  '_csrf',
  'csrf',
  'csrf_token',
  'csrftoken',
  'authenticity_token',
  '__requestverificationtoken',
  'g-recaptcha-response',
  'h-captcha-response',
  'cf-turnstile-response',
]);

/** Reads who tries to sign in from a request. */
export class AttemptReader {
  readonly #options: ResolvedOptions;
  readonly #hashAccount: (name: string) => string;
  readonly #devices: DeviceCookie | undefined;
  /** What it hashes never leaves the process. */
  readonly #key = randomBytes(32);

  constructor(
    options: ResolvedOptions,
    hashAccount: (name: string) => string,
    devices: DeviceCookie | undefined,
  ) {
    this.#options = options;
    this.#hashAccount = hashAccount;
    this.#devices = devices;
  }

  read(req: Request, now: number): Who {
    const { account: nameOf, password: passwordOf, network, normalise } = this.#options;
    const context = contextOf(req);
    const { address, country } = context;
    const prefix = addressPrefix(address, network);
    const names = nameOf === false ? [] : typedNames(nameOf(req), normalise);
    const password = passwordOf === false ? undefined : passwordOf(req);
    const isPassword =
      typeof password === 'string' && password !== '' && password.length <= LONGEST_PASSWORD;
    const sent = isPassword ? sentBy(req) : undefined;
    return {
      accounts: (names ?? []).map((name) => this.aim(req, name, now)),
      source_ip: address,
      client: clientName(context.client),
      country,
      prefix,
      origin: {
        prefix,
        address,
        exact: addressPrefix(address, EXACT),
      },
      password: isPassword ? this.#hash(password) : undefined,
      sent: sent === undefined ? undefined : this.#hash([password, prefix, sent].join('\0')),
      isReadable: names !== undefined,
    };
  }

  /** An account that is tried, on the device where somebody signed in to it before. */
  aim(req: Request, name: string, now: number): NamedAccount {
    const account = this.#hashAccount(name);
    return { name, account, device: this.#devices?.find(req, account, now) };
  }

  #hash(text: string): string {
    return createHmac('sha256', this.#key).update(text).digest('base64url').slice(0, 16);
  }
}

/**
 * All that an app may look at: the address that it was sent to, and the fields. Only where all are the same is
 * it the same try. What cannot be written down is none.
 */
function sentBy(req: Request): string | undefined {
  const fields = Object.entries(bodyOf(req))
    .filter(([name]) => !EVER_NEW.has(name.toLowerCase()))
    .toSorted(([left], [right]) => (left < right ? -1 : 1));
  try {
    return JSON.stringify([req.headers.host, req.originalUrl, fields]);
  } catch {
    // Nested deeper than the stack is.
    return undefined;
  }
}

const NOBODY: NamedAccount = { name: '', account: '', device: undefined };

/** An attempt that names no account is still one attempt. */
export function orNobody(accounts: readonly NamedAccount[]): readonly NamedAccount[] {
  return accounts.length === 0 ? [NOBODY] : accounts;
}

/** What detectors see of an attempt. */
export function observed(
  { prefix, country, client, password }: Who,
  account: string,
  how: Pick<LoginAttempt, 'time' | 'outcome' | 'reason'>,
): LoginAttempt {
  return { ...how, account, prefix, country, client, password };
}
