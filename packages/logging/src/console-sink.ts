import { Console } from 'node:console';
import { jsonFormat } from './formats/json.ts';
import { inColour, terminalFormat } from './formats/terminal.ts';
import type { LogFormat, LogOrigin, LogRecord, LogSink, SinkCounters } from './record.ts';

/** Node's own console: unlike the stream, it does not fail the process when nobody reads any more. */
const OUTPUT = new Console({ stdout: process.stdout, ignoreErrors: true });

/** Lines on standard output, which belongs to the process: they are gone from here as soon as written. */
export class ConsoleSink implements LogSink {
  readonly name = 'console';
  readonly #format: LogFormat;
  #written = 0;

  constructor(kind: 'text' | 'json') {
    this.#format = kind === 'json' ? jsonFormat : terminalFormat({ colour: inColour() });
  }

  write(record: LogRecord, origin: LogOrigin): void {
    this.#written += 1;
    OUTPUT.log('%s', this.#format(record, origin));
  }

  flushSync(): void {
    // Node writes to terminals, files and pipes at once (process I/O, "A note on process I/O").
  }

  async close(): Promise<void> {
    // Standard output is the app's.
  }

  counters(): SinkCounters {
    return { written: this.#written, queued: 0, dropped: 0, fault: undefined };
  }
}
