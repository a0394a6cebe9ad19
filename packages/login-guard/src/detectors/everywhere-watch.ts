import type { LoginAttempt } from '../attempt.ts';
import type { IncidentLog } from './incident-log.ts';
import type { OpenIncident } from './open-incident.ts';
import { Recent, RecentMap } from './recent-map.ts';
import type { ResolvedThresholds } from './thresholds.ts';
import { DistinctWindow } from './windows.ts';

class Password extends Recent {
  readonly accounts = new DistinctWindow();
  readonly prefixes = new DistinctWindow();
  incident: OpenIncident | undefined;
}

const SLOTS = 10;

/**
 * Watches all attempts together: one password for many accounts, and leaked lists that are tried from so
 * many addresses that none of them stands out.
 */
export class EverywhereWatch {
  readonly #thresholds: ResolvedThresholds;
  readonly #incidents: IncidentLog;
  readonly #passwords: RecentMap<Password>;
  readonly #accounts = new DistinctWindow();
  readonly #origins = new DistinctWindow();
  readonly #slots = new Share();
  #incident: OpenIncident | undefined;

  constructor(thresholds: ResolvedThresholds, incidents: IncidentLog, most: number) {
    this.#thresholds = thresholds;
    this.#incidents = incidents;
    this.#passwords = new RecentMap(most, thresholds.spraying.samePasswordWithin);
  }

  get size(): number {
    return this.#passwords.size;
  }

  observe(attempt: LoginAttempt, origin: string, isKnown: boolean): void {
    if (attempt.outcome === 'failure' && attempt.password !== undefined && attempt.account !== '') {
      this.#observePassword(attempt, attempt.password);
    }
    this.#observeAll(attempt, origin, isKnown);
  }

  #observePassword(attempt: LoginAttempt, password: string): void {
    const { time, account, prefix } = attempt;
    const { samePassword, samePasswordWithin } = this.#thresholds.spraying;
    const known = this.#passwords.touch(password, time, newPassword);
    if (known.incident !== undefined && this.#incidents.isOpen(known.incident, time)) {
      this.#incidents.extend(known.incident, attempt);
      return;
    }
    known.prefixes.add(prefix, time, samePassword, samePasswordWithin);
    if (!known.accounts.add(account, time, samePassword, samePasswordWithin)) return;
    const accounts = known.accounts.before(account, time, samePasswordWithin);
    known.incident = this.#incidents.open(
      // The hash of a password goes no further than this.
      `password ${password}`,
      { kind: 'spraying', severity: 'medium', subject: { type: 'password', value: '' } },
      attempt,
      {
        failures: accounts.length,
        first: known.accounts.first,
        accounts,
        prefixes: known.prefixes.before(prefix, time, samePasswordWithin),
      },
    );
    known.accounts.clear();
    known.prefixes.clear();
  }

  #observeAll(attempt: LoginAttempt, origin: string, isKnown: boolean): void {
    const { within, everywhereAccounts, everywhereOrigins, failedShare } =
      this.#thresholds.stuffing;
    const { time, account, outcome } = attempt;
    const failed = this.#slots.add(time, outcome === 'failure', within);
    const incident = this.#incident;
    if (incident !== undefined && this.#incidents.isOpen(incident, time)) {
      // While ever so many fail, most who get in are members who go about their business.
      if (outcome === 'failure') this.#incidents.extend(incident, attempt);
      else if (!isKnown) incident.add(attempt);
      return;
    }
    // Of what happens while most attempts succeed nothing is to be told.
    if (outcome === 'success' || account === '' || failed < failedShare) return;
    const accounts = this.#accounts.add(account, time, everywhereAccounts, within);
    const origins = this.#origins.add(origin, time, everywhereOrigins, within);
    if (!accounts || !origins) return;
    const tried = this.#accounts.before(account, time, within);
    this.#incident = this.#incidents.open(
      'everywhere',
      { kind: 'stuffing', severity: 'medium', subject: { type: 'everywhere', value: '' } },
      attempt,
      {
        failures: tried.length,
        first: this.#accounts.first,
        accounts: tried,
        prefixes: this.#origins.before(origin, time, within),
      },
    );
    this.#accounts.clear();
    this.#origins.clear();
  }
}

function newPassword(): Password {
  return new Password();
}

/** The share of attempts that failed, over the last while, in tenths of it. */
class Share {
  readonly #attempts = new Float64Array(SLOTS);
  readonly #failures = new Float64Array(SLOTS);
  #slot = 0;
  #allAttempts = 0;
  #allFailures = 0;

  add(time: number, failed: boolean, within: number): number {
    const slot = Math.floor((time * SLOTS) / within);
    if (slot > this.#slot) this.#advance(slot);
    const at = this.#slot % SLOTS;
    this.#attempts[at] = (this.#attempts[at] ?? 0) + 1;
    this.#allAttempts += 1;
    if (failed) {
      this.#failures[at] = (this.#failures[at] ?? 0) + 1;
      this.#allFailures += 1;
    }
    return this.#allFailures / this.#allAttempts;
  }

  #advance(slot: number): void {
    for (let next = Math.max(this.#slot + 1, slot - SLOTS + 1); next <= slot; next += 1) {
      const at = next % SLOTS;
      this.#allAttempts -= this.#attempts[at] ?? 0;
      this.#allFailures -= this.#failures[at] ?? 0;
      this.#attempts[at] = 0;
      this.#failures[at] = 0;
    }
    this.#slot = slot;
  }
}
