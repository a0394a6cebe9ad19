import { randomBytes } from 'node:crypto';
import type { LoginAttempt } from '../attempt.ts';
import type { Incident } from '../incident.ts';
import { OpenIncident } from './open-incident.ts';

/** Told when an incident opens, and when it grows: its attempts doubled, or it became more severe. */
export type IncidentListener = (change: 'opened' | 'grew', incident: Incident) => void;

/** What is known of an incident as it opens. */
export type NewIncident = Pick<Incident, 'kind' | 'severity' | 'subject'>;

/** Incidents that are kept apart. What else goes on at the same time is one more, of kind `widespread`. */
const MOST_INCIDENTS = 256;

const WIDESPREAD: NewIncident = {
  kind: 'widespread',
  severity: 'medium',
  subject: { type: 'everywhere', value: '' },
};

/**
 * One incident for one pattern, for as long as it goes on.
 *
 * No incident that goes on is ever given up for another: its pattern would open a new one with its next
 * attempt, and so would the next, and a large attack would be as many alerts as attempts.
 */
export class IncidentLog {
  readonly #quiet: number;
  /** By their ids; those that are over stay until their place is needed. */
  readonly #all = new Map<string, OpenIncident>();
  /** The latest of each pattern. */
  readonly #byPattern = new Map<string, OpenIncident>();
  readonly #listeners = new Set<IncidentListener>();
  #widespread: OpenIncident | undefined;
  /** Attempts that are in the widespread incident: several patterns bring the same ones. */
  #folded = new WeakSet<LoginAttempt>();

  /** @param quiet Milliseconds without new attempts after which an incident is over. */
  constructor(quiet: number) {
    this.#quiet = quiet;
  }

  subscribe(listener: IncidentListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  isOpen(incident: OpenIncident, time: number): boolean {
    return (
      Math.abs(time - incident.last) <= this.#quiet &&
      (incident === this.#widespread || this.#all.has(incident.id))
    );
  }

  /** Whether more goes on than incidents are kept apart. */
  isWidespread(time: number): boolean {
    return this.#widespread !== undefined && this.isOpen(this.#widespread, time);
  }

  /**
   * A pattern passed its threshold.
   *
   * @param attempts Those that made the pattern, the one that passed the threshold last.
   * @param entered Accounts that were entered by them.
   */
  open(
    pattern: string,
    what: NewIncident,
    attempts: readonly LoginAttempt[],
    entered: readonly string[] = [],
  ): OpenIncident {
    const time = attempts.at(-1)?.time ?? 0;
    const known = this.#byPattern.get(pattern);
    if (known !== undefined && this.isOpen(known, time)) {
      for (const account of entered) known.enter(account);
      const latest = attempts.at(-1);
      if (latest !== undefined) this.extend(known, latest);
      return known;
    }
    if (!this.#hasRoom(time)) return this.#fold(attempts, entered, time);
    const made = this.#begin(what, attempts, entered, time);
    this.#all.set(made.id, made);
    this.#byPattern.set(pattern, made);
    this.#tell('opened', made);
    return made;
  }

  extend(incident: OpenIncident, attempt: LoginAttempt): void {
    if (incident !== this.#widespread) incident.add(attempt);
    else if (!this.#folded.has(attempt)) {
      this.#folded.add(attempt);
      incident.add(attempt);
    }
    if (incident.takeGrowth()) this.#tell('grew', incident);
  }

  /** Somebody closed it: what comes from now on is another incident. */
  drop(id: string): void {
    this.#all.delete(id);
    if (this.#widespread?.id === id) this.#widespread = undefined;
  }

  list(): Incident[] {
    return this.#each()
      .map((incident) => incident.snapshot())
      .toSorted((left, right) => left.opened - right.opened);
  }

  /** Those that something came to since the last time. */
  takeNews(): Incident[] {
    const news = this.#each().filter(({ hasNews }) => hasNews);
    for (const incident of news) incident.hasNews = false;
    return news.map((incident) => incident.snapshot());
  }

  #each(): OpenIncident[] {
    const all = [...this.#all.values()];
    return this.#widespread === undefined ? all : [...all, this.#widespread];
  }

  #begin(
    what: NewIncident,
    attempts: readonly LoginAttempt[],
    entered: readonly string[],
    time: number,
  ): OpenIncident {
    const made = new OpenIncident(randomBytes(6).toString('hex'), what, time);
    for (const attempt of attempts) made.add(attempt);
    for (const account of entered) made.enter(account);
    made.noteTold();
    return made;
  }

  #fold(attempts: readonly LoginAttempt[], entered: readonly string[], time: number): OpenIncident {
    const known = this.#widespread;
    if (known !== undefined && this.isOpen(known, time)) {
      for (const account of entered) known.enter(account);
      for (const attempt of attempts) this.extend(known, attempt);
      return known;
    }
    const made = this.#begin(WIDESPREAD, attempts, entered, time);
    this.#folded = new WeakSet(attempts);
    this.#widespread = made;
    this.#tell('opened', made);
    return made;
  }

  /** Makes room by what is over, never by what goes on. */
  #hasRoom(time: number): boolean {
    if (this.#all.size < MOST_INCIDENTS) return true;
    let oldest: OpenIncident | undefined;
    for (const incident of this.#all.values()) {
      if (oldest === undefined || incident.last < oldest.last) oldest = incident;
    }
    if (oldest === undefined || this.isOpen(oldest, time)) return false;
    this.#all.delete(oldest.id);
    if (this.#byPattern.size >= 2 * MOST_INCIDENTS) this.#forgetPatterns();
    return true;
  }

  #forgetPatterns(): void {
    for (const [pattern, { id }] of this.#byPattern) {
      if (!this.#all.has(id)) this.#byPattern.delete(pattern);
    }
  }

  #tell(change: 'opened' | 'grew', incident: OpenIncident): void {
    const told = incident.snapshot();
    for (const listener of this.#listeners) listener(change, told);
  }
}
