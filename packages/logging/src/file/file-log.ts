import { errorCode } from '@emas/errors';
import type { ChainEnd } from '../chain-end.ts';
import type { EventBus } from '@emas/events';
import type { LogOrigin, LogSink } from '../record.ts';
import { openJson } from '../formats/json.ts';
import type { ChainKey } from './chain.ts';
import { FileSeries } from './file-series.ts';
import type { FileOpening } from './file-series.ts';
import { FileSink } from './file-sink.ts';
import type { FsyncPolicy } from './file-sink.ts';
import { keepHouse } from './housekeeping.ts';
import type { Retention } from './housekeeping.ts';
import { LineChain } from './line-chain.ts';
import type { Slot } from './slot.ts';
import type { SteadyClock } from './steady-clock.ts';
import { messageOf } from '../thrown.ts';

export interface FileLogOptions {
  readonly log: string;
  readonly folder: string;
  readonly slot: Slot;
  readonly key: ChainKey | undefined;
  readonly origin: LogOrigin;
  readonly retention: Retention;
  readonly fsync: FsyncPolicy;
  readonly compress: boolean;
  readonly maxFileBytes: number;
  readonly maxBufferBytes: number;
  readonly events: EventBus;
  readonly now: () => number;
  readonly clock: SteadyClock;
}

/** One log in files: its lines, its chain, its old files. */
export interface FileLog {
  readonly sink: LogSink;
  /** `undefined` before the first line. */
  anchor(): ChainEnd | undefined;
  /** Compresses and removes old files; called from time to time. */
  keepHouse(): Promise<void>;
}

/** Puts the parts together; files are made with the first line. */
export function fileLog(options: FileLogOptions): FileLog {
  const { log, folder, slot, key, origin, events, now } = options;
  const chain = new LineChain(key);
  const housekeeping = onlyOneAtATime(() =>
    keepHouse({
      folder,
      log,
      slot: slot.number,
      retention: options.retention,
      compress: options.compress,
      now,
      isClockSteady: () => options.clock.isSteady(),
      current: () => series.currentName,
      renew: () => sink.renew(),
      onRemoved: (files, reason) => events.emit('log_files_removed', { log, files, reason }),
    }).catch((error: unknown) => {
      events.emit('log_housekeeping_failed', { log, message: messageOf(error) });
    }),
  );
  const series = new FileSeries(
    {
      folder,
      log,
      slot: slot.number,
      key,
      maxFileBytes: options.maxFileBytes,
      now,
      opening: (opening) => openingLine(opening, origin, now()),
      onClosed: () => void housekeeping(),
      onDisturbed: (file, found) => events.emit('log_file_replaced', { log, file, found }),
    },
    chain,
  );
  const sink = new FileSink({
    name: log,
    series,
    chain,
    fsync: options.fsync,
    maxBufferBytes: options.maxBufferBytes,
    onFault: (fault) => tellOfFault(log, fault, events),
    onRecovery: (downFor, dropped) => {
      events.emit('log_write_recovered', { log, down_for: downFor, dropped });
    },
  });
  return {
    sink,
    keepHouse: housekeeping,
    anchor() {
      const file = series.currentName;
      if (file === undefined) return undefined;
      return { log, slot: slot.number, chain: chain.id, ...chain.last, file };
    },
  };
}

function openingLine(opening: FileOpening, origin: LogOrigin, time: number): string {
  return openJson(
    {
      time,
      level: 'info',
      category: 'system',
      event: 'log_file_opened',
      message: 'A log file was begun.',
      request: undefined,
      context: undefined,
      data: JSON.stringify(opening),
    },
    origin,
  );
}

/** Standard error has it once; the log itself has it when it can be written again. */
function tellOfFault(log: string, fault: Error, events: EventBus): void {
  process.stderr.write(
    `emas: the log "${log}" cannot be written (${fault.message}); lines wait in memory.\n`,
  );
  events.emit('log_write_failed', {
    log,
    fault: errorCode(fault) || fault.name,
    message: fault.message,
  });
}

/** One run at a time; who asks meanwhile has one more run, and waits for that. */
function onlyOneAtATime(action: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  return function run(): Promise<void> {
    if (running !== undefined) {
      next ??= running.then(() => {
        next = undefined;
        return run();
      });
      return next;
    }
    running = action().finally(() => {
      running = undefined;
    });
    return running;
  };
}
