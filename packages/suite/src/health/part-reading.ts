/** What one part tells of itself at one moment. */
export interface PartReading {
  /** Its name in events and in the answer of health, unique: `clickhouse`, `traffic`, `auth_log`. */
  readonly part: string;
  /** Its name among those of its kind. */
  readonly name: string;
  /** `store` is a Redis, `figures` a writer to ClickHouse, `file` a log, `receiver` what else gets its lines. */
  readonly kind: 'engine' | 'server' | 'store' | 'figures' | 'file' | 'receiver';
  /** `unwritable` answers and takes no writes; `opening` is an engine that has just been started. */
  readonly access: 'ok' | 'opening' | 'away' | 'unwritable';
  /** For people who run the app; never in the answer of health. */
  readonly fault: PartFault | undefined;
  /** How often the engine was lost. */
  readonly losses: number;
  /** What goes through it; `undefined` where others send through it. */
  readonly flow: PartFlow | undefined;
}

export interface PartFault {
  /** ClickHouse's number or the system's name, `ECONNREFUSED`; '' where none is known. */
  readonly code: string;
  readonly message: string;
}

export interface PartFlow {
  /** Rows or lines in memory. */
  readonly queued: number;
  /** Rows on disk. */
  readonly spooled: number;
  /** Share of the spool's limit that is taken, 0 to 1; `undefined` where there is no spool. */
  readonly spoolUsed: number | undefined;
  /** When the oldest row that waits was accepted, milliseconds since 1970; `undefined` where none waits. */
  readonly oldest: number | undefined;
  readonly sent: number;
  /** Rows in the dead-letter file. */
  readonly parked: number;
  /** Since the start, by reason; reasons without any are left out. */
  readonly dropped: Readonly<Record<string, number>>;
}

/** Rows or lines that were lost since the start. */
export function droppedBy(flow: PartFlow | undefined): number {
  return Object.values(flow?.dropped ?? {}).reduce((sum, count) => sum + count, 0);
}
