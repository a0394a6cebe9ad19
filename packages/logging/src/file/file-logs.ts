import type { EventBus, EventCategory } from '@emas/events';
import type { ResolvedOptions } from '../options.ts';
import type { LogOrigin, LogSink } from '../record.ts';
import type { Route } from '../routes.ts';
import { Anchoring } from './anchoring.ts';
import { chainKey } from './chain.ts';
import { fileLog } from './file-log.ts';
import type { FileLog } from './file-log.ts';
import { takeSlot } from './slot.ts';
import type { Slot } from './slot.ts';
import { SteadyClock } from './steady-clock.ts';
import { writeSystemLine } from './system-line.ts';

/** All logs of a folder. */
export interface FileLogs {
  sinkOf(category: EventCategory): LogSink | undefined;
  sinks(): LogSink[];
  /** Says how far each chain has come, where it has come further. */
  anchor(): void;
  /** Before the sinks are closed: from now on no file is removed, since no line could say so. */
  stopRemoving(): void;
  /** Ends what runs from time to time; the sinks are closed by their owner. */
  close(): void;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const BEAT = 15_000;

type Logs = Map<string, FileLog>;

/** @throws EmasError `ERR_EMAS_LOG_FOLDER`. */
export function fileLogs(folder: string, options: ResolvedOptions, origin: LogOrigin): FileLogs {
  const { routes, events } = options;
  const slot = takeSlot(folder);
  // Before a line of this process is written.
  const clock = new SteadyClock(folder, Date.now);
  const needs: LogNeeds = {
    ...{ folder, slot, clock, options, origin },
    logs: new Map(),
    mayRemove: true,
  };
  const { logs } = needs;
  const days = new Map<string, number>();
  for (const { file, maxAge, ...route } of routes.values()) {
    if (file === false || logs.has(file)) continue;
    logs.set(file, newLog(file, { file, maxAge, ...route }, needs));
    days.set(file, maxAge / DAY);
  }
  const keeper = routes.get('system')?.file || undefined;
  const anchoring = new Anchoring({ logs, days, keeper, events, origin });
  const timers = [
    setInterval(() => slot.beat(), BEAT),
    setInterval(() => void keepAll(logs), HOUR),
    ...anchorTimers(anchoring, options),
  ];
  for (const timer of timers) timer.unref();
  void keepAll(logs);
  return {
    sinkOf: (category) => logs.get(routes.get(category)?.file || '')?.sink,
    sinks: () => [...logs.values()].map(({ sink }) => sink),
    anchor() {
      if (hasAnchors(options)) anchoring.tell();
    },
    stopRemoving() {
      needs.mayRemove = false;
    },
    close() {
      for (const timer of timers) clearInterval(timer);
      slot.release();
    },
  };
}

interface LogNeeds {
  readonly folder: string;
  readonly slot: Slot;
  readonly clock: SteadyClock;
  readonly options: ResolvedOptions;
  readonly origin: LogOrigin;
  readonly logs: Logs;
  mayRemove: boolean;
}

function newLog(log: string, { maxAge, maxTotalBytes, fsync }: Route, needs: LogNeeds): FileLog {
  const { folder, slot, options, origin } = needs;
  const { keys, compress, maxFileBytes, maxBufferBytes } = options;
  const [signing] = keys;
  return fileLog({
    log,
    folder,
    slot,
    key: signing === undefined ? undefined : chainKey(signing),
    origin,
    retention: {
      get maxAge() {
        return needs.mayRemove ? maxAge : Number.POSITIVE_INFINITY;
      },
      get maxTotalBytes() {
        return needs.mayRemove ? maxTotalBytes : Number.POSITIVE_INFINITY;
      },
    },
    fsync,
    compress,
    maxFileBytes,
    maxBufferBytes,
    events: busOf(log, needs),
    now: Date.now,
    clock: needs.clock,
  });
}

async function keepAll(logs: Logs): Promise<void> {
  for (const log of logs.values()) await log.keepHouse();
}

/** Without a key there is no chain to tell of. */
function hasAnchors({ keys, anchorEvery }: ResolvedOptions): boolean {
  return keys.length > 0 && anchorEvery !== false;
}

function anchorTimers(anchoring: Anchoring, options: ResolvedOptions): NodeJS.Timeout[] {
  const { anchorEvery } = options;
  if (!hasAnchors(options) || anchorEvery === false) return [];
  return [
    setInterval(() => anchoring.tell(), anchorEvery * 1000),
    setInterval(() => anchoring.tellOfNewFiles(), BEAT),
  ];
}

/**
 * The bus of one log. What it says of files that are about to be removed is written into that log as well:
 * there it explains the gap for as long as the files behind the gap are kept.
 */
function busOf(log: string, { logs, options: { events }, origin }: LogNeeds): EventBus {
  return {
    subscribe: (listener) => events.subscribe(listener),
    counters: () => events.counters(),
    emit(name, fields) {
      const own = logs.get(log);
      if (name === 'log_files_removed' && own !== undefined) {
        writeSystemLine(own.sink, origin, name, fields);
      }
      events.emit(name, fields);
    },
  };
}
