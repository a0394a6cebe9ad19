import type { LoginAttempt } from '../attempt.ts';
import { countryDistance } from './country-distance.ts';
import type { IncidentLog } from './incident-log.ts';
import type { OpenIncident } from './open-incident.ts';
import { Recent, RecentMap } from './recent-map.ts';
import type { ResolvedThresholds } from './thresholds.ts';
import { CountWindow, DistinctWindow } from './windows.ts';

/** What is known of an account as an attempt on it comes. */
export interface AccountBefore {
  /** It was entered before from the same origin. */
  readonly isKnown: boolean;
  /** An attempt on it failed, so lately that an incident may be open. */
  readonly hasFailed: boolean;
}

// The same four each time, since there are hundreds of thousands a second.
const KNOWN: AccountBefore = { isKnown: true, hasFailed: false };
const KNOWN_FAILED: AccountBefore = { isKnown: true, hasFailed: true };
const STRANGE_FAILED: AccountBefore = { isKnown: false, hasFailed: true };
/** Nothing is known. */
export const STRANGE: AccountBefore = { isKnown: false, hasFailed: false };

class Account extends Recent {
  failedAt = -Infinity;
  /** Failures since the last success. */
  readonly failures = new CountWindow();
  /** Where failures came from. */
  readonly origins = new DistinctWindow();
  distributed: OpenIncident | undefined;
  enteredAt = -Infinity;
  enteredCountry = '';
  enteredOrigin: string | undefined;
}

/** Watches what happens to each account: guessed from many places, entered after guessing, or from afar. */
export class AccountWatch {
  readonly #thresholds: ResolvedThresholds;
  readonly #incidents: IncidentLog;
  readonly #accounts: RecentMap<Account>;

  constructor(thresholds: ResolvedThresholds, incidents: IncidentLog, most: number) {
    const { distributedGuessing, successAfterFailures, impossibleTravel } = thresholds;
    this.#thresholds = thresholds;
    this.#incidents = incidents;
    this.#accounts = new RecentMap(
      most,
      Math.max(distributedGuessing.within, successAfterFailures.within, impossibleTravel.within),
    );
  }

  /** What is known of the account before this attempt. */
  observe(attempt: LoginAttempt, origin: string): AccountBefore {
    const account = this.#accounts.touch(attempt.account, attempt.time, newAccount);
    const isKnown = account.enteredOrigin === origin;
    const hasFailed = attempt.time - account.failedAt <= this.#thresholds.quiet;
    if (attempt.outcome === 'failure') {
      account.failedAt = attempt.time;
      this.#failed(account, attempt, origin);
    } else this.#entered(account, attempt, origin, isKnown);
    if (isKnown) return hasFailed ? KNOWN_FAILED : KNOWN;
    return hasFailed ? STRANGE_FAILED : STRANGE;
  }

  get size(): number {
    return this.#accounts.size;
  }

  #failed(account: Account, attempt: LoginAttempt, origin: string): void {
    const { successAfterFailures, distributedGuessing } = this.#thresholds;
    const { time } = attempt;
    account.failures.add(time, successAfterFailures.failures, successAfterFailures.within);
    const { distributed } = account;
    if (distributed !== undefined && this.#incidents.isOpen(distributed, time)) {
      this.#incidents.extend(distributed, attempt);
      return;
    }
    const { origins: limit, within } = distributedGuessing;
    if (!account.origins.add(origin, time, limit, within)) return;
    const prefixes = account.origins.before(origin, time, within);
    account.distributed = this.#incidents.open(
      `distributed_guessing ${attempt.account}`,
      {
        kind: 'distributed_guessing',
        severity: 'medium',
        subject: { type: 'account', value: attempt.account },
      },
      attempt,
      {
        failures: prefixes.length,
        first: account.origins.first,
        accounts: [[attempt.account, prefixes.length]],
        prefixes,
      },
    );
    account.origins.clear();
  }

  #entered(account: Account, attempt: LoginAttempt, origin: string, isKnown: boolean): void {
    const { time, country } = attempt;
    const { failures: limit, within } = this.#thresholds.successAfterFailures;
    const failures = account.failures.count(time, within);
    const { distributed } = account;
    if (distributed !== undefined && this.#incidents.isOpen(distributed, time) && !isKnown) {
      distributed.enter(attempt.account);
      this.#incidents.extend(distributed, attempt);
    }
    if (failures >= limit) this.#guessed(account, attempt, failures, isKnown);
    account.failures.clear();
    this.#travelled(account, attempt);
    account.enteredAt = time;
    account.enteredCountry = country;
    account.enteredOrigin = origin;
  }

  #guessed(account: Account, attempt: LoginAttempt, failures: number, isKnown: boolean): void {
    const incident = this.#incidents.open(
      `success_after_failures ${attempt.account}`,
      {
        kind: 'success_after_failures',
        severity: isKnown ? 'low' : 'high',
        subject: { type: 'account', value: attempt.account },
      },
      attempt,
      {
        failures,
        first: account.failures.first,
        accounts: [[attempt.account, failures]],
        prefixes: [],
      },
    );
    if (!isKnown) incident.enter(attempt.account);
  }

  #travelled({ enteredAt, enteredCountry }: Account, attempt: LoginAttempt): void {
    const { kilometres, within } = this.#thresholds.impossibleTravel;
    const { time, country, account } = attempt;
    if (time - enteredAt > within || country === enteredCountry) return;
    if (country === '' || enteredCountry === '') return;
    if (countryDistance(country, enteredCountry) < kilometres) return;
    const incident = this.#incidents.open(
      `impossible_travel ${account}`,
      { kind: 'impossible_travel', severity: 'high', subject: { type: 'account', value: account } },
      attempt,
      { failures: 0, first: enteredAt, accounts: [], prefixes: [] },
    );
    incident.addCountry(enteredCountry, enteredAt);
    incident.enter(account);
  }
}

function newAccount(): Account {
  return new Account();
}
