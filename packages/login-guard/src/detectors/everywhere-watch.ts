import type { LoginAttempt } from '../attempt.ts';
import { DistinctWindow } from './distinct-window.ts';
import type { IncidentLog } from './incident-log.ts';
import { LatestAttempts } from './latest-attempts.ts';
import type { OpenIncident } from './open-incident.ts';
import type { ResolvedThresholds } from './thresholds.ts';

const SLOTS = 10;
/** Attempts of everybody together that an incident begins with. */
const MOST_LATEST = 1024;

/**
 * Watches all attempts together for leaked lists that are tried from so many addresses that none of them
 * stands out.
 */
export class EverywhereWatch {
  readonly #thresholds: ResolvedThresholds['stuffing'];
  readonly #incidents: IncidentLog;
  readonly #accounts = new DistinctWindow();
  readonly #origins = new DistinctWindow();
  readonly #latest = new LatestAttempts();
  readonly #slots = new Share();
  #incident: OpenIncident | undefined;

  constructor({ stuffing }: ResolvedThresholds, incidents: IncidentLog) {
    this.#thresholds = stuffing;
    this.#incidents = incidents;
  }

  isOpen(time: number): boolean {
    return this.#incident !== undefined && this.#incidents.isOpen(this.#incident, time);
  }

  /**
   * Attempts on an account from where it was entered last are its member's, and are none of this: the more
   * members come, the more could an attack hide among them.
   */
  observe(attempt: LoginAttempt, origin: string, isKnown: boolean): void {
    if (isKnown) return;
    const { within } = this.#thresholds;
    const { time, outcome, account } = attempt;
    const failed = this.#slots.add(time, outcome === 'failure', within);
    const incident = this.#incident;
    if (incident !== undefined && this.#incidents.isOpen(incident, time)) {
      // Members who come from a new place are among those who succeed: who failed there before is not.
      const isEntered = outcome === 'success' && incident.hasPrefix(attempt.prefix);
      if (isEntered) incident.enter(account);
      if (isEntered || outcome === 'failure') this.#incidents.extend(incident, attempt);
      return;
    }
    if (outcome === 'success' || account === '') return;
    this.#note(attempt, origin, failed);
  }

  #note(attempt: LoginAttempt, origin: string, failed: number): void {
    const { within, everywhereAccounts, everywhereOrigins, failedShare } = this.#thresholds;
    const { time, account } = attempt;
    this.#latest.add(attempt, MOST_LATEST);
    this.#accounts.add(account, time, everywhereAccounts);
    this.#origins.add(origin, time, everywhereOrigins);
    const isReached =
      failed >= failedShare &&
      this.#accounts.reaches(everywhereAccounts, time, within) &&
      this.#origins.reaches(everywhereOrigins, time, within);
    if (!isReached) return;
    this.#incident = this.#incidents.open(
      'everywhere',
      { kind: 'stuffing', severity: 'medium', subject: { type: 'everywhere', value: '' } },
      this.#latest.since(time, within),
    );
    this.#latest.clear();
    this.#accounts.clear();
    this.#origins.clear();
  }
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
    // A clock that was ahead, or a stray line of a log: what it counted is of another time.
    if (slot < this.#slot - SLOTS) this.#slot = slot - SLOTS;
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
