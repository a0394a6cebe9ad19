import type { EventCategory } from '@emas/events';
import type { ResolvedOptions } from '../options.ts';
import type { LogOrigin, LogSink } from '../record.ts';
import { chainKey } from './chain.ts';
import { fileLog } from './file-log.ts';
import type { FileLog } from './file-log.ts';
import { takeSlot } from './slot.ts';

/** All logs of a folder. */
export interface FileLogs {
  sinkOf(category: EventCategory): LogSink | undefined;
  sinks(): LogSink[];
  /** Says how far each chain has come, where it has come further. */
  anchor(): void;
  /** Ends what runs from time to time; the sinks are closed by whoever has them. */
  close(): void;
}

const HOUR = 3_600_000;
const BEAT = 15_000;
/** Personal data: for the app's own user. */
const MODE = 0o600;

/** @throws EmasError `ERR_EMAS_LOG_FOLDER`. */
export function fileLogs(folder: string, options: ResolvedOptions, origin: LogOrigin): FileLogs {
  const { keys, events } = options;
  const slot = takeSlot(folder);
  const [signing] = keys;
  const key = signing === undefined ? undefined : chainKey(signing);
  const logs = new Map<string, FileLog>();
  const byCategory = new Map<EventCategory, FileLog>();
  for (const [category, { file, maxAge, maxTotalBytes, fsync }] of options.routes) {
    if (file === false) continue;
    const { compress, maxFileBytes, maxBufferBytes } = options;
    const log =
      logs.get(file) ??
      fileLog({
        log: file,
        folder,
        slot,
        key,
        origin,
        retention: { maxAge, maxTotalBytes },
        fsync,
        compress,
        maxFileBytes,
        maxBufferBytes,
        mode: MODE,
        events,
        now: Date.now,
      });
    logs.set(file, log);
    byCategory.set(category, log);
  }
  const anchors = new Anchors(logs, options);
  const timers = [
    setInterval(() => slot.beat(), BEAT),
    setInterval(() => void keepAll(logs), HOUR),
    ...(options.anchorEvery === false
      ? []
      : [setInterval(() => anchors.tell(), options.anchorEvery * 1000)]),
  ];
  for (const timer of timers) timer.unref();
  void keepAll(logs);
  return {
    sinkOf: (category) => byCategory.get(category)?.sink,
    sinks: () => [...logs.values()].map(({ sink }) => sink),
    anchor: () => anchors.tell(),
    close() {
      for (const timer of timers) clearInterval(timer);
      slot.release();
    },
  };
}

async function keepAll(logs: ReadonlyMap<string, FileLog>): Promise<void> {
  for (const log of logs.values()) await log.keepHouse();
}

/** Says how far chains have come, each time that they have come further. */
class Anchors {
  readonly #logs: ReadonlyMap<string, FileLog>;
  readonly #options: ResolvedOptions;
  readonly #told = new Map<string, number>();

  constructor(logs: ReadonlyMap<string, FileLog>, options: ResolvedOptions) {
    this.#logs = logs;
    this.#options = options;
  }

  tell(): void {
    if (this.#options.keys.length === 0 || this.#options.anchorEvery === false) return;
    // The log that anchors themselves go to comes last, and counts them only when something else came.
    const own = this.#options.routes.get('system')?.file;
    const logs = [...this.#logs].toSorted(
      ([left], [right]) => Number(left === own) - Number(right === own),
    );
    for (const [name, log] of logs) {
      log.sink.flushSync();
      const anchor = log.anchor();
      if (anchor === undefined || anchor.seq === this.#told.get(name)) continue;
      this.#options.events.emit('log_anchor', anchor);
      log.sink.flushSync();
      this.#told.set(name, log.anchor()?.seq ?? anchor.seq);
    }
  }
}
