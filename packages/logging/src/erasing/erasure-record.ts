import { utimes } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { createEventBus } from '@emas/events';
import { EmasError } from '@emas/errors';
import { chainKey } from '../file/chain.ts';
import { fileLog } from '../file/file-log.ts';
import type { FileLog } from '../file/file-log.ts';
import { takeSlot } from '../file/slot.ts';
import { SteadyClock } from '../file/steady-clock.ts';
import { writeSystemLine } from '../file/system-line.ts';
import type { LogOrigin } from '../record.ts';
import type { EraseOptions, PlannedFile } from './erasure-plan.ts';
import { rangeTexts } from './number-ranges.ts';

/** Ranges in a line: far fewer than an entry of the log may have. */
const MOST_RANGES = 500;
const MIB = 1024 * 1024;
const CLOSE_WITHIN_MS = 2000;
const DAY_MS = 86_400_000;

/**
 * Writes which lines are about to be erased, into the log that they are in: there it is kept for as long as
 * they are. It is a file of its own, as of another process, and on the disk when this returns.
 *
 * @throws EmasError `ERR_EMAS_LOG_ERASE`.
 */
export async function recordErasure(
  folder: string,
  planned: readonly PlannedFile[],
  options: EraseOptions,
): Promise<void> {
  const slot = takeSlot(folder);
  const origin: LogOrigin = {
    app: options.app,
    version: undefined,
    host: hostname(),
    pid: process.pid,
  };
  try {
    for (const log of new Set(planned.map(({ file }) => file.log))) {
      const own = recordLog({ folder, log, slot, origin }, options);
      const files = planned.filter(({ file }) => file.log === log);
      for (const file of files) writeRecords(own, file, origin, options);
      const { fault } = own.sink.counters();
      const name = own.anchor()?.file;
      await own.sink.close(CLOSE_WITHIN_MS);
      if (name !== undefined) await keepUntilDayEnds(join(folder, name));
      if (fault !== undefined) throw notRecorded(folder, fault);
    }
  } finally {
    slot.release();
  }
}

/** Lines may be erased in a file that is written until the day ends: what tells of them must not leave before. */
async function keepUntilDayEnds(path: string): Promise<void> {
  const midnight = new Date(Math.ceil(Date.now() / DAY_MS) * DAY_MS);
  await utimes(path, midnight, midnight);
}

interface RecordPlace {
  readonly folder: string;
  readonly log: string;
  readonly slot: ReturnType<typeof takeSlot>;
  readonly origin: LogOrigin;
}

/** Nothing is packed or removed by it: for how long files are kept only the app knows. */
function recordLog({ folder, log, slot, origin }: RecordPlace, { keys }: EraseOptions): FileLog {
  const [signing] = keys;
  return fileLog({
    ...{ folder, log, slot, origin },
    key: signing === undefined ? undefined : chainKey(signing),
    retention: { maxAge: Number.POSITIVE_INFINITY, maxTotalBytes: Number.POSITIVE_INFINITY },
    fsync: 'batch',
    compress: false,
    maxFileBytes: 64 * MIB,
    maxBufferBytes: MIB,
    events: createEventBus(),
    now: Date.now,
    clock: new SteadyClock(folder, Date.now),
  });
}

function writeRecords(
  { sink }: FileLog,
  { file: { log, slot }, chain, numbers }: PlannedFile,
  origin: LogOrigin,
  { reason, by }: EraseOptions,
): void {
  const ranges = rangeTexts(numbers);
  for (let at = 0; at < ranges.length; at += MOST_RANGES) {
    const lines = ranges.slice(at, at + MOST_RANGES);
    writeSystemLine(sink, origin, 'log_lines_erased', { log, slot, chain, lines, reason, by });
  }
}

function notRecorded(folder: string, fault: string): EmasError {
  return new EmasError(
    'ERR_EMAS_LOG_ERASE',
    `Nothing was erased, as that could not be recorded in ${folder}: ${fault}.`,
    {
      help: 'Make room on the disk, or run it as the user that the app runs as; then run it again.',
    },
  );
}
