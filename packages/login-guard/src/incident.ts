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
  | 'impossible_travel'
  /** More patterns at once than incidents are kept apart: all that came after the first 256. */
  | 'widespread';

export const INCIDENT_KINDS: readonly IncidentKind[] = closedList<IncidentKind>({
  brute_force: true,
  distributed_guessing: true,
  spraying: true,
  stuffing: true,
  success_after_failures: true,
  impossible_travel: true,
  widespread: true,
});

export type IncidentSeverity = 'low' | 'medium' | 'high';

/** What the attempts of an incident have in common. */
export interface IncidentSubject {
  readonly type: 'account' | 'prefix' | 'network' | 'pair' | 'password' | 'everywhere';
  /** Hash of the account, prefix, network, `ACCOUNT PREFIX`, `''` for a password and for everywhere. */
  readonly value: string;
}

/** Attempts by something that they have. `top`, `rest` and `unknown` add up to all of them. */
export interface Tally {
  /** Different values that were kept apart. */
  readonly total: number;
  /** There are more than `total`: a thousand are kept apart. */
  readonly atLeast: boolean;
  /** Attempts by the most frequent values, at most a hundred. */
  readonly top: Readonly<Record<string, number>>;
  /** Attempts with other values. */
  readonly rest: number;
  /** Attempts of which it is not known. */
  readonly unknown: number;
}

/**
 * What an incident is made of: counts, never a name or an address. All of them are of the same attempts, from
 * the first that belongs to the pattern.
 */
export interface IncidentEvidence {
  readonly failures: number;
  readonly successes: number;
  /** Milliseconds since 1970. */
  readonly first: number;
  readonly last: number;
  readonly accounts: Tally;
  readonly prefixes: Tally;
  readonly countries: Tally;
  readonly clients: Tally;
  /** Of failures only. */
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
