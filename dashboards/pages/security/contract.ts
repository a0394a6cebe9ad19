/**
 * What the security page asks for and gets: the contract between `server/` and `web/`. Types only.
 *
 * Reading, with `period`, `tz`, `from`, `to` as the traffic page has them, and `filter=reason:bad_password`
 * (any of {@link SecurityDimension}, repeatable, all must hold):
 *
 * - `GET api/security` answers a {@link SecurityReport};
 * - `GET api/security/incidents?…&state=open` answers an {@link IncidentsReport}; without `state`, all;
 * - `GET api/security/lines?…&event=authn_*&level=warn&text=…&address=…&limit=200` answers a
 *   {@link LinesReport}, the latest line first;
 * - `GET api/security/chain` answers a {@link ChainReport}; with `again=1` the log is verified anew.
 *
 * Doing, JSON in and out, from pages of this site only:
 *
 * - `POST api/security/incident` with an {@link IncidentAction} answers the {@link IncidentRow} as it is now;
 * - `POST api/security/block` with a {@link BlockAction} answers the {@link BlockRow};
 * - `POST api/security/unblock` with `{ prefix }` answers `{ removed: boolean }`.
 */

import type { Finding } from '@emas/logging';
import type { IncidentKind, IncidentSeverity, IncidentSubject } from '@emas/login-guard';
import type { ReportRange } from '../../frame/contract.ts';

/** What attempts can be filtered by; accounts are keyed hashes, prefixes networks. */
export type SecurityDimension = 'reason' | 'account' | 'prefix' | 'country' | 'client';

interface SecurityFilter {
  readonly dimension: SecurityDimension;
  readonly value: string;
}

export interface SecurityTotals {
  /** Attempts that failed, those that were refused included. */
  readonly failures: number;
  readonly successes: number;
  /** Failures that were not looked at: delayed, locked, blocked, without captcha. */
  readonly refused: number;
  /** Different accounts and networks that failures were about. */
  readonly accounts: number;
  readonly prefixes: number;
  /** Sign-ins that came after failures of the same account. */
  readonly successesAfterFailures: number;
}

export interface FailurePoint {
  /** Local start in the report's time zone, as a traffic report has it. */
  readonly start: string;
  /** Failures by reason; a reason without any is left out. */
  readonly reasons: Readonly<Record<string, number>>;
}

export interface FailureTableRow {
  /** As stored: a hash, `203.0.113.0/24`, an ISO 3166-1 alpha-2 country, `Chrome on Windows`; '' where unknown. */
  readonly value: string;
  readonly failures: number;
  readonly accounts: number;
  readonly prefixes: number;
  /** ISO 8601, UTC. */
  readonly first: string;
  readonly last: string;
}

/** How often one thing happened, of those that are no attempts to sign in. */
export interface EventFigure {
  /** Name in the catalogue, `session_challenged`. */
  readonly event: string;
  /** Why, or which limit, or which directive; '' where it has none. */
  readonly reason: string;
  readonly count: number;
  /** ISO 8601, UTC. */
  readonly last: string;
}

export interface BlockRow {
  readonly prefix: string;
  /** ISO 8601, UTC. */
  readonly since: string;
  readonly until: string;
  readonly reason: string;
  readonly by: string;
  /** Id of the incident that it answers; '' where there is none. */
  readonly incident: string;
}

export interface SecurityReport {
  readonly app: string;
  readonly range: ReportRange;
  readonly filters: readonly SecurityFilter[];
  readonly totals: SecurityTotals;
  /** Of the same length before; up to the same time of day where the period is still running. */
  readonly previousTotals: SecurityTotals;
  /** Reasons that occur, the most frequent first. */
  readonly reasons: readonly string[];
  readonly series: readonly FailurePoint[];
  readonly tables: Readonly<Record<SecurityDimension, readonly FailureTableRow[]>>;
  /**
   * Accounts that succeeded after failures from the same network, the latest first. Of the filters only
   * `account` affects them.
   */
  readonly successesAfterFailures: readonly FailureTableRow[];
  /** Not affected by filters. */
  readonly figures: {
    /** The ladder that guards sessions: challenged, confirmed, ended, used after their end. */
    readonly sessions: readonly EventFigure[];
    readonly captcha: readonly EventFigure[];
    readonly limits: readonly EventFigure[];
    /** What browsers reported of the pages' policy. */
    readonly reports: readonly EventFigure[];
  };
  /** Blocks that hold now; null where the app has none to keep. */
  readonly blocks: readonly BlockRow[] | null;
  /** False where the app reads no log files: lines and chain then answer 404. */
  readonly hasLog: boolean;
  /** ISO 8601, UTC. */
  readonly generatedAt: string;
}

export type IncidentState = 'open' | 'acknowledged' | 'closed';

export interface IncidentTally {
  readonly total: number;
  /** True where there are more than `total`, which were not kept apart. */
  readonly atLeast: boolean;
  /** The most frequent ones first; with `rest` and `unknown` they are all attempts. */
  readonly top: readonly { readonly name: string; readonly count: number }[];
  /** Attempts with other values. */
  readonly rest: number;
  /** Attempts of which it is not known. */
  readonly unknown: number;
}

interface IncidentChangeRow {
  /** ISO 8601, UTC. */
  readonly time: string;
  readonly state: IncidentState;
  readonly previous: IncidentState;
  readonly by: string;
  readonly note: string;
}

export interface IncidentRow {
  readonly id: string;
  readonly kind: IncidentKind;
  readonly severity: IncidentSeverity;
  readonly state: IncidentState;
  readonly subject: IncidentSubject;
  /** ISO 8601, UTC. */
  readonly opened: string;
  readonly first: string;
  readonly last: string;
  readonly failures: number;
  readonly successes: number;
  readonly accounts: IncidentTally;
  readonly prefixes: IncidentTally;
  readonly countries: IncidentTally;
  readonly clients: IncidentTally;
  readonly reasons: IncidentTally;
  /** Hashes of accounts that were entered in the course of it. */
  readonly entered: readonly string[];
  /** What people did about it, oldest first. */
  readonly changes: readonly IncidentChangeRow[];
}

export interface IncidentsReport {
  readonly incidents: readonly IncidentRow[];
  /** True where there are more than were sent. */
  readonly more: boolean;
}

/** Acknowledging, closing, opening again; a note alone keeps the state. */
export interface IncidentAction {
  readonly id: string;
  readonly state: IncidentState;
  /** At most 2,000 characters. */
  readonly note?: string;
}

export interface BlockAction {
  /** A network or an address; wider ones than /16 and /32 (IPv6) are refused. */
  readonly prefix: string;
  /** Minutes, 1 to 43,200 (30 days). */
  readonly minutes: number;
  /** 1 to 200 characters. */
  readonly reason: string;
  readonly incident?: string;
}

export interface LogLine {
  /** ISO 8601, UTC. */
  readonly time: string;
  readonly level: string;
  readonly category: string;
  /** '' for what the app logged itself. */
  readonly event: string;
  readonly message: string;
  /** Id of the request; '' outside of one. */
  readonly request: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface LinesReport {
  /** The latest first. */
  readonly lines: readonly LogLine[];
  /** Lines that match; `lines` has the latest `limit` of them. */
  readonly matched: number;
  /** False where time ran out before all files were read: then older lines may match too. */
  readonly complete: boolean;
}

/** What is wrong with the log, in an English sentence, and where. */
type ChainFinding = Pick<Finding, 'kind' | 'file' | 'line' | 'says'>;

export interface ChainLog {
  readonly log: string;
  /** Which of the processes that share the folder. */
  readonly slot: number;
  readonly files: number;
  readonly lines: number;
  readonly chained: boolean;
  readonly findings: readonly ChainFinding[];
}

export interface ChainReport {
  /** `checking` before the first check has ended; `unkeyed` where the log has no key to verify by. */
  readonly state: 'intact' | 'broken' | 'checking' | 'unkeyed';
  /** When it was verified, ISO 8601, UTC; null before that. */
  readonly checkedAt: string | null;
  readonly logs: readonly ChainLog[];
}
