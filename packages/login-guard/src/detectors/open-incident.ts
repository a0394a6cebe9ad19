import type { LoginAttempt } from '../attempt.ts';
import type { Incident, IncidentKind, IncidentSeverity, IncidentSubject } from '../incident.ts';
import { OpenTally } from './tally.ts';

const SEVERITIES: readonly IncidentSeverity[] = ['low', 'medium', 'high'];
const MOST_ENTERED = 1000;

/**
 * An incident while it goes on. Its evidence is nothing but attempts that were added: whatever it is broken
 * down by, the parts add up to the total.
 */
export class OpenIncident {
  readonly id: string;
  readonly opened: number;
  /** Whether something came to it since it was last taken for keeping. */
  hasNews = true;
  kind: IncidentKind;
  severity: IncidentSeverity;
  subject: IncidentSubject;
  /** When the latest attempt came. */
  last: number;
  #failures = 0;
  #successes = 0;
  #first: number;
  readonly #accounts = new OpenTally();
  readonly #prefixes = new OpenTally();
  readonly #countries = new OpenTally();
  readonly #clients = new OpenTally();
  readonly #reasons = new OpenTally();
  readonly #entered = new Set<string>();
  /** Attempts and severity when it was last told. */
  #told = 0;
  #toldSeverity: IncidentSeverity = 'low';

  constructor(id: string, what: Pick<Incident, 'kind' | 'severity' | 'subject'>, at: number) {
    this.id = id;
    this.kind = what.kind;
    this.severity = what.severity;
    this.subject = what.subject;
    this.opened = at;
    this.last = at;
    this.#first = at;
  }

  add({ time, outcome, account, prefix, country, client, reason }: LoginAttempt): void {
    this.hasNews = true;
    if (outcome === 'failure') this.#failures += 1;
    else this.#successes += 1;
    this.#first = Math.min(this.#first, time);
    this.last = Math.max(this.last, time);
    this.#accounts.add(account);
    this.#prefixes.add(prefix);
    this.#countries.add(country);
    this.#clients.add(client);
    if (outcome === 'failure') this.#reasons.add(reason);
  }

  /** An account was entered in the course of it: nothing is worse. */
  enter(account: string): void {
    if (this.#entered.size < MOST_ENTERED) this.#entered.add(account);
    this.raise('high');
  }

  raise(severity: IncidentSeverity): void {
    if (SEVERITIES.indexOf(severity) > SEVERITIES.indexOf(this.severity)) this.severity = severity;
  }

  get prefixCount(): number {
    return this.#prefixes.size;
  }

  /** Whether an attempt from there is part of it. */
  hasPrefix(prefix: string): boolean {
    return this.#prefixes.has(prefix);
  }

  /** Whether so much came to it that it is worth telling again; asked once it was told, it says no. */
  takeGrowth(): boolean {
    const attempts = this.#failures + this.#successes;
    if (attempts < this.#told * 2 && this.severity === this.#toldSeverity) return false;
    this.noteTold();
    return true;
  }

  noteTold(): void {
    this.#told = this.#failures + this.#successes;
    this.#toldSeverity = this.severity;
  }

  snapshot(): Incident {
    const { id, kind, severity, subject, opened, last } = this;
    return {
      id,
      kind,
      severity,
      subject,
      opened,
      evidence: {
        failures: this.#failures,
        successes: this.#successes,
        first: this.#first,
        last,
        accounts: this.#accounts.snapshot(),
        prefixes: this.#prefixes.snapshot(),
        countries: this.#countries.snapshot(),
        clients: this.#clients.snapshot(),
        reasons: this.#reasons.snapshot(),
        entered: [...this.#entered],
      },
    };
  }
}
