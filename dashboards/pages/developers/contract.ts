/**
 * What the developer page asks for and gets: the contract between `server/` and `web/`. Types only.
 *
 * `GET api/developers?period=30d&tz=Asia/Kuala_Lumpur` answers a {@link DeveloperReport}.
 */

import type { RemovalReason } from '@emas/deprecation';
import type { BlockedThing } from '@emas/hardening/internal';
import type { ReportRange } from '../../frame/contract.ts';

export interface DeprecatedClient {
  /** A hash of a key or an account, or a program, `curl 8`. */
  readonly id: string;
  readonly kind: string;
  readonly count: number;
  /** ISO 8601, UTC. */
  readonly first: string;
  readonly last: string;
  /** Versions of the app that it called. */
  readonly versions: readonly string[];
}

export interface DeprecatedRow {
  /** `GET /api/v1/clinics`, or what a deprecated function is called. */
  readonly endpoint: string;
  readonly kind: 'endpoint' | 'code';
  /** `2026-06-01`; '' where it is not known. */
  readonly since: string;
  readonly sunset: string | null;
  /** Whole days; negative once it has passed. */
  readonly daysToSunset: number | null;
  readonly successor: string | null;
  /** Calls in all that is known. */
  readonly count: number;
  /** ISO 8601, UTC. */
  readonly firstUse: string | null;
  readonly lastUse: string | null;
  /** The busiest first. */
  readonly clients: readonly DeprecatedClient[];
  /** Calls in each slot of the report's range, beside `slots` of the report. */
  readonly trend: readonly number[];
  readonly safe: boolean;
  readonly because: RemovalReason;
}

export interface ErrorRow {
  readonly fingerprint: string;
  /** `TypeError`. */
  readonly name: string;
  readonly message: string;
  /** Of the latest one: `GET /api/fault`; '' where it was no request's. */
  readonly request: string;
  readonly status: number | null;
  readonly stack: string;
  /** In the report's range. */
  readonly count: number;
  /** ISO 8601, UTC; the first time ever that is known, and the last. */
  readonly first: string;
  readonly last: string;
  /** Whether it came for the first time in the report's range. */
  readonly isNew: boolean;
  /** Calls in each slot, beside `slots` of the report. */
  readonly trend: readonly number[];
}

export interface UpdateRow {
  /** ISO 8601, UTC. */
  readonly time: string;
  readonly event:
    | 'versions_recorded'
    | 'app_updated'
    | 'node_updated'
    | 'package_added'
    | 'package_updated'
    | 'package_removed'
    | 'updates_unreadable';
  /** Name of the package; '' for the app and for Node.js. */
  readonly package: string;
  readonly from: string;
  readonly to: string;
}

/** What was blocked, or in report mode would have been, and the option that decides. */
export interface BlockedRow extends Omit<BlockedThing, 'last'> {
  /** ISO 8601, UTC. */
  readonly last: string;
}

/** How what brings figures or lines somewhere can stand; `opening` is an engine that has just been started. */
export type PipelineState =
  'ok' | 'opening' | 'dropping' | 'away' | 'unwritable' | 'filling' | 'waiting' | 'parked';

/** What brings figures or lines somewhere, and how it stands. */
export interface PipelineRow {
  /** `clickhouse`, `redis`, `traffic`, `log`, `logins`, `consent`, or the file of a log, `auth`. */
  readonly name: string;
  /** `store` is what several processes share; `engine` the embedded ClickHouse, `server` one elsewhere. */
  readonly kind: 'engine' | 'server' | 'store' | 'figures' | 'file' | 'receiver';
  /** At least one, the most urgent first; since when, ISO 8601, of those that are not as they should be. */
  readonly states: readonly { readonly state: PipelineState; readonly since: string | null }[];
  /** How often an engine was lost since the start. */
  readonly losses: number;
  /** What is wrong now, for people who run it; '' where nothing is. */
  readonly fault: string;
  /** `null` where others send through it. */
  readonly flow: PipelineFlow | null;
}

/** Rows or lines on their way. */
export interface PipelineFlow {
  /** In memory. */
  readonly queued: number;
  /** On disk. */
  readonly spooled: number;
  /** Share of the room on disk that is taken, 0 to 1; `null` where there is none. */
  readonly spoolUsed: number | null;
  /** When the oldest that waits was accepted, ISO 8601; `null` where none waits. */
  readonly oldest: string | null;
  readonly sent: number;
  /** Rejected, and kept in the dead-letter file. */
  readonly parked: number;
  /** Since the start, by reason; reasons without any are left out. */
  readonly dropped: Readonly<Record<string, number>>;
}

export interface DeveloperReport {
  readonly app: string;
  readonly version: string;
  readonly node: string;
  readonly range: ReportRange;
  /** Local starts of the slots that trends are told by, as a traffic report has them. */
  readonly slots: readonly string[];
  readonly deprecated: readonly DeprecatedRow[];
  /** The latest first. */
  readonly errors: readonly ErrorRow[];
  /** The latest first, those of the range. */
  readonly updates: readonly UpdateRow[];
  /** The most frequent first, those of the range; of this machine. */
  readonly blocked: readonly BlockedRow[];
  readonly pipelines: readonly PipelineRow[];
  /** False where log lines could not all be read in time, or there are no log files. */
  readonly complete: boolean;
  /** ISO 8601, UTC. */
  readonly generatedAt: string;
}
