import type { Dimension } from '../dimensions.ts';
import type { ClickHouseClient } from '@clickhouse/client';
import type { RecorderCounts } from '../record/recorder.ts';

/** Options of `logImporter()`. */
export interface LogImporterOptions {
  /** `undefined` for a dry run that knows of no earlier import. */
  readonly client: ClickHouseClient | undefined;
  /** Reads and counts and writes nothing. @default false */
  readonly dryRun?: boolean;
  /**
   * Counts the logs from their beginning. What earlier imports counted of them is removed first, once the logs
   * were read to their ends without a fault. @default false
   */
  readonly again?: boolean;
  /** @default 'default' */
  readonly app?: string;
  /** IANA time zone of the app's days. @default the process's own */
  readonly timeZone?: string;
  /** Fewest visitors that a figure may be about: `smallCells` of `analytics()`. @default 5 */
  readonly smallCells?: number;
  /** Combinations that are kept: `combine` of `analytics()`. @default none */
  readonly combine?: readonly (readonly Dimension[])[];
  /**
   * Name of a format (`LOG_FORMATS`), or a format string of nginx or Apache. @default what the first lines of
   * each file look like
   */
  readonly format?: string;
  /** Where the objects of a JSON log have the fields: `address=client.ip,time=@timestamp,url=path,status=code`. */
  readonly fields?: string;
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

/** A line that is not of the format. */
export interface MalformedLine {
  readonly number: number;
  /** Its beginning. */
  readonly text: string;
}

/** What was counted of a log by an earlier import. */
export interface CountedBefore {
  readonly lines: number;
  /** First day with lines that counted, `2026-11-20`; absent where there is none. */
  readonly from?: string;
  readonly to?: string;
}

/** What became of a file's lines: `lines` is the sum of `views`, `leftOut`, `passedOver` and `comments`. */
export interface ImportSummary {
  readonly file: string;
  /** Name of the format it was read by; '' where it is empty. */
  readonly format: string;
  /** Lines read by this run. */
  readonly lines: number;
  readonly views: number;
  readonly visits: number;
  /** By reason; lines that tell of no request are `invalid`. */
  readonly leftOut: RecorderCounts['leftOut'];
  /** Older than `since`. */
  readonly passedOver: number;
  /** Headers, empty lines, and lines of a JSON log that are of no request. */
  readonly comments: number;
  /** Lines that are not of the format, which are left out as `invalid`. */
  readonly strange: number;
  /** A host that is most of the referrers, with whole addresses: probably the app's own, see `hosts`. */
  readonly ownHost?: string;
  /** Lines that an earlier run imported, and that this one did not read. */
  readonly before: number;
  /** What an earlier run counted of the log, and `again` removed. */
  readonly instead?: CountedBefore;
  /** The first of them. */
  readonly malformed: readonly MalformedLine[];
  /** False where `signal` stopped it. */
  readonly complete: boolean;
}
