import type { LoginAttempt } from '../attempt.ts';
import { countryDistance } from './country-distance.ts';
import type { IncidentLog } from './incident-log.ts';
import type { OpenIncident } from './open-incident.ts';
import { DistinctWindow } from './distinct-window.ts';
import { LatestAttempts } from './latest-attempts.ts';
import { Limits } from './limits.ts';
import { Recent, RecentMap } from './recent-map.ts';
import { DAY, MOST_LATEST } from './thresholds.ts';
import type { ResolvedThresholds } from './thresholds.ts';

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
  readonly failures = new LatestAttempts();
  /** Where failures came from. */
  readonly origins = new DistinctWindow();
  distributed: OpenIncident | undefined;
  /** The latest success. */
  entered: LoginAttempt | undefined;
  enteredOrigin: string | undefined;
}

/** Watches what happens to each account: guessed from many places, entered after guessing, or from afar. */
export class AccountWatch {
  readonly #thresholds: ResolvedThresholds;
  readonly #incidents: IncidentLog;
  readonly #accounts: RecentMap<Account>;
  readonly #limits: Limits;
  readonly #mostFailures: number;

  constructor(thresholds: ResolvedThresholds, incidents: IncidentLog, most: number) {
    const { distributedGuessing, successAfterFailures, impossibleTravel } = thresholds;
    this.#thresholds = thresholds;
    this.#incidents = incidents;
    this.#limits = new Limits(
      { count: distributedGuessing.origins, within: distributedGuessing.within },
      { count: distributedGuessing.perDay, within: DAY },
    );
    this.#mostFailures = Math.max(MOST_LATEST, successAfterFailures.failures);
    this.#accounts = new RecentMap(
      most,
      Math.max(
        DAY,
        distributedGuessing.within,
        successAfterFailures.within,
        impossibleTravel.within,
      ),
    );
  }

  /** What is known of the account before this attempt. */
  observe(attempt: LoginAttempt, origin: string): AccountBefore {
    const account = this.#accounts.touch(attempt.account, attempt.time, newAccount);
    const isKnown = account.enteredOrigin === origin;
    const hasFailed = Math.abs(attempt.time - account.failedAt) <= this.#thresholds.quiet;
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
    const { time } = attempt;
    account.failures.add(attempt, this.#mostFailures);
    const { distributed } = account;
    if (distributed !== undefined && this.#incidents.isOpen(distributed, time)) {
      this.#incidents.extend(distributed, attempt);
      return;
    }
    account.origins.add(origin, time, this.#limits.most);
    const limit = this.#limits.reachedBy(account.origins, time);
    if (limit === undefined) return;
    account.distributed = this.#incidents.open(
      `distributed_guessing ${attempt.account}`,
      {
        kind: 'distributed_guessing',
        severity: 'medium',
        subject: { type: 'account', value: attempt.account },
      },
      account.failures.since(time, limit.within),
    );
    account.origins.clear();
  }

  #entered(account: Account, attempt: LoginAttempt, origin: string, isKnown: boolean): void {
    const { time } = attempt;
    const { failures: limit, within } = this.#thresholds.successAfterFailures;
    const { distributed } = account;
    if (distributed !== undefined && this.#incidents.isOpen(distributed, time) && !isKnown) {
      distributed.enter(attempt.account);
      this.#incidents.extend(distributed, attempt);
    }
    const failures = account.failures.since(time, within);
    if (failures.length >= limit) this.#guessed(attempt, failures, isKnown);
    account.failures.clear();
    this.#travelled(account, attempt);
    account.entered = attempt;
    account.enteredOrigin = origin;
  }

  #guessed(attempt: LoginAttempt, failures: readonly LoginAttempt[], isKnown: boolean): void {
    const { account } = attempt;
    this.#incidents.open(
      `success_after_failures ${account}`,
      {
        kind: 'success_after_failures',
        severity: isKnown ? 'low' : 'high',
        subject: { type: 'account', value: account },
      },
      [...failures, attempt],
      isKnown ? [] : [account],
    );
  }

  #travelled({ entered }: Account, attempt: LoginAttempt): void {
    const { kilometres, within } = this.#thresholds.impossibleTravel;
    const { time, country, account } = attempt;
    if (entered === undefined || Math.abs(time - entered.time) > within) return;
    if (country === '' || entered.country === '') return;
    if (countryDistance(country, entered.country) < kilometres) return;
    this.#incidents.open(
      `impossible_travel ${account}`,
      { kind: 'impossible_travel', severity: 'high', subject: { type: 'account', value: account } },
      [entered, attempt],
      [account],
    );
  }
}

function newAccount(): Account {
  return new Account();
}
