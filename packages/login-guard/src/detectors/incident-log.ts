import { randomBytes } from 'node:crypto';
import type { LoginAttempt } from '../attempt.ts';
import type { Incident } from '../incident.ts';
import { OpenIncident } from './open-incident.ts';
import type { EarlierAttempts } from './open-incident.ts';

/** Told when an incident opens, and when it grows: its attempts doubled, or it became more severe. */
export type IncidentListener = (change: 'opened' | 'grew', incident: Incident) => void;

/** Incidents that are held in memory; the one without evidence for longest goes first. */
const MOST = 256;

/** One incident for one pattern, for as long as it goes on. */
export class IncidentLog {
  readonly #quiet: number;
  /** By their ids; those that are over are still told of. */
  readonly #all = new Map<string, OpenIncident>();
  /** The latest of each pattern. */
  readonly #byPattern = new Map<string, OpenIncident>();
  readonly #listeners = new Set<IncidentListener>();

  /** @param quiet Milliseconds without new evidence after which an incident is over. */
  constructor(quiet: number) {
    this.#quiet = quiet;
  }

  subscribe(listener: IncidentListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** What the attempt adds to, where the pattern is known and goes on. */
  find(key: string, time: number): OpenIncident | undefined {
    const known = this.#byPattern.get(key);
    return known !== undefined && this.isOpen(known, time) ? known : undefined;
  }

  isOpen(incident: OpenIncident, time: number): boolean {
    return time - incident.last <= this.#quiet && this.#all.has(incident.id);
  }

  /** The attempt passed a threshold. */
  open(
    key: string,
    what: Pick<Incident, 'kind' | 'severity' | 'subject'>,
    attempt: LoginAttempt,
    earlier: EarlierAttempts,
  ): OpenIncident {
    const known = this.find(key, attempt.time);
    if (known !== undefined) {
      this.extend(known, attempt);
      return known;
    }
    const id = randomBytes(6).toString('hex');
    const made = new OpenIncident(id, what, attempt.time, earlier);
    made.add(attempt);
    this.#makeRoom();
    this.#all.set(id, made);
    this.#byPattern.set(key, made);
    made.noteTold();
    this.#tell('opened', made);
    return made;
  }

  extend(incident: OpenIncident, attempt: LoginAttempt): void {
    incident.add(attempt);
    this.tellGrowth(incident);
  }

  tellGrowth(incident: OpenIncident): void {
    if (incident.takeGrowth()) this.#tell('grew', incident);
  }

  /** Somebody closed it: what comes from now on is another incident. */
  drop(id: string): void {
    this.#all.delete(id);
  }

  list(): Incident[] {
    return [...this.#all.values()]
      .map((incident) => incident.snapshot())
      .toSorted((left, right) => left.opened - right.opened);
  }

  /** Those that something came to since the last time. */
  takeNews(): Incident[] {
    const news = [...this.#all.values()].filter(({ hasNews }) => hasNews);
    for (const incident of news) incident.hasNews = false;
    return news.map((incident) => incident.snapshot());
  }

  #makeRoom(): void {
    if (this.#all.size < MOST) return;
    let oldest: OpenIncident | undefined;
    for (const incident of this.#all.values()) {
      if (oldest === undefined || incident.last < oldest.last) oldest = incident;
    }
    if (oldest !== undefined) this.#all.delete(oldest.id);
    if (this.#byPattern.size < 2 * MOST) return;
    for (const [key, incident] of this.#byPattern) {
      if (!this.#all.has(incident.id)) this.#byPattern.delete(key);
    }
  }

  #tell(change: 'opened' | 'grew', incident: OpenIncident): void {
    const told = incident.snapshot();
    for (const listener of this.#listeners) listener(change, told);
  }
}
