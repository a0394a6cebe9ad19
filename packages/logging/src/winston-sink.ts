import { LEVEL } from 'triple-beam';
import type { Logger } from 'winston';
import type { LogRecord, LogSink, SinkCounters } from './record.ts';

/** Names that say what a line is. */
const OURS: ReadonlySet<string> = new Set([
  'category',
  'data',
  'event',
  'level',
  'message',
  'request',
  'timestamp',
]);

/** What the app added to its logger by winston's own means: `logger.add(transport)`. */
export class WinstonSink implements LogSink {
  readonly name = 'winston';
  readonly #logger: Logger;
  readonly #toTransports: Logger['write'];
  #written = 0;

  /** @param logger winston's own, before it is given our ways. */
  constructor(logger: Logger) {
    this.#logger = logger;
    this.#toTransports = logger.write.bind(logger);
  }

  /**
   * Transports get what every receiver gets: nothing secret, and the app's values beside ours. One that has the
   * name of ours stands under `data`, as all of them do in a file.
   */
  write(record: LogRecord): void {
    if (this.#logger.transports.length === 0) return;
    const { time, level, category, event, message, request, fields } = record;
    const entries = Object.entries(fields);
    const like = entries.filter(([name]) => OURS.has(name));
    this.#written += 1;
    this.#toTransports({
      ...Object.fromEntries(entries.filter(([name]) => !OURS.has(name))),
      ...(like.length === 0 ? {} : { data: Object.fromEntries(like) }),
      [LEVEL]: level,
      level,
      message,
      timestamp: new Date(time).toISOString(),
      category,
      ...(event === undefined ? {} : { event }),
      ...(request === undefined ? {} : { request }),
    });
  }

  flushSync(): void {
    // winston's transports know no such thing.
  }

  async close(): Promise<void> {
    // They belong to the app, which closes them.
  }

  counters(): SinkCounters {
    return { written: this.#written, queued: 0, dropped: 0, fault: undefined };
  }
}
