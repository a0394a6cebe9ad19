import { closedList } from '@emas/options';

/** The patterns that the detectors know. */
export type IncidentKind =
  /** One source tries one account again and again. */
  | 'brute_force'
  /** Many sources try one account. */
  | 'distributed_guessing'
  /** One source tries many accounts, or many accounts are tried with one password. */
  | 'spraying'
  /** Names and passwords that leaked elsewhere are tried: many accounts, most of them unknown here. */
  | 'stuffing'
  /** An account was entered after attempts that look like guessing. */
  | 'success_after_failures'
  /** An account was used from two far countries within an hour. */
  | 'impossible_travel';

export const INCIDENT_KINDS: readonly IncidentKind[] = closedList<IncidentKind>({
  brute_force: true,
  distributed_guessing: true,
  spraying: true,
  stuffing: true,
  success_after_failures: true,
  impossible_travel: true,
});

export type IncidentSeverity = 'low' | 'medium' | 'high';

/** What the attempts of an incident have in common. */
export interface IncidentSubject {
  readonly type: 'account' | 'prefix' | 'network' | 'pair' | 'password' | 'everywhere';
  /** Hash of the account, prefix, network, `ACCOUNT PREFIX`, `''` for a password and for everywhere. */
  readonly value: string;
}

/** How often each of something was seen; the first hundred by name. */
export interface Tally {
  /** How many different ones; from `atLeast` on there are more than were kept apart. */
  readonly total: number;
  readonly atLeast: boolean;
  /** The most frequent ones, at most a hundred. */
  readonly top: Readonly<Record<string, number>>;
}

/** What an incident is made of: counts, never a name or an address. */
export interface IncidentEvidence {
  readonly failures: number;
  readonly successes: number;
  /** Milliseconds since 1970. */
  readonly first: number;
  readonly last: number;
  readonly accounts: Tally;
  readonly prefixes: Tally;
  /** These three of the attempts since it was opened. */
  readonly countries: Tally;
  readonly clients: Tally;
  readonly reasons: Tally;
  /** Accounts, by hash, that were entered in the course of it. */
  readonly entered: readonly string[];
}

/** One attack, as long as it goes on. */
export interface Incident {
  /** Short and random; it names the incident for good. */
  readonly id: string;
  readonly kind: IncidentKind;
  readonly severity: IncidentSeverity;
  readonly subject: IncidentSubject;
  /** When the threshold was passed, milliseconds since 1970. */
  readonly opened: number;
  readonly evidence: IncidentEvidence;
}
