import type { ClickHouseClient } from '@clickhouse/client';
import type { LogFormat } from './log-format.ts';
import type { RecorderCounts } from '../record/recorder.ts';

/** Options of `logImporter()`. */
export interface LogImporterOptions {
  readonly client: ClickHouseClient;
  /** @default 'default' */
  readonly app?: string;
  /** IANA time zone of the app's days. @default the process's own */
  readonly timeZone?: string;
  /** Format of the lines; without it, each file's first lines decide. */
  readonly format?: LogFormat;
  /** The app's own host names: referrers of theirs do not count. */
  readonly hosts?: readonly string[];
  /** Milliseconds since 1970: older lines are passed over. */
  readonly since?: number;
  /** Goes on with what is appended, until `signal`. @default false */
  readonly follow?: boolean;
  /** Stops behind the batch that is being sent. */
  readonly signal?: AbortSignal;
  /** Lines that are sent together. @default 50000 */
  readonly batchLines?: number;
  readonly onProgress?: (progress: ImportProgress) => void;
}

/** Where an import is. */
export interface ImportProgress {
  readonly file: string;
  /** Lines read by this run. */
  readonly lines: number;
  /** Bytes of the file read so far, and its size now. */
  readonly bytes: number;
  readonly size: number;
}

/** A line that is no request. */
export interface MalformedLine {
  readonly number: number;
  /** Its beginning. */
  readonly text: string;
}

/** What became of a file's lines: `lines` is the sum of the others. */
export interface ImportSummary {
  readonly file: string;
  readonly format: LogFormat;
  /** Lines read by this run. */
  readonly lines: number;
  readonly views: number;
  readonly visits: number;
  /** By reason; malformed lines are `invalid`. */
  readonly leftOut: RecorderCounts['leftOut'];
  /** Older than `since`. */
  readonly passedOver: number;
  /** Imported by an earlier run. */
  readonly before: number;
  /** The first of them. */
  readonly malformed: readonly MalformedLine[];
  /** False where `signal` stopped it. */
  readonly complete: boolean;
}
