import { basename } from 'node:path';
import { entryFilter } from '@emas/logging/internal';
import { searchLogs } from '@emas/logging';
import type { LogEntry, LogQuery } from '@emas/logging';
import { createProgressReport } from '../progress-report.ts';
import type { ProgressReport } from '../progress-report.ts';
import { logSize } from './log-files.ts';

/** Lines between two looks at the clock. */
const LOOK_EVERY = 256;

/**
 * The lines of a folder that are looked for, with a word on a terminal of how far it is. It is all lines
 * that are read, so it is those that are counted.
 *
 * @throws EmasError `ERR_EMAS_LOG_FOLDER`, `ERR_EMAS_LOG_QUERY`.
 */
export async function* readEntries(
  folder: string,
  query: LogQuery,
  progress: ProgressReport = createProgressReport(),
): AsyncGenerator<LogEntry> {
  const matches = entryFilter(query);
  const { until } = query;
  const { bytes: size } = logSize(folder);
  const file = basename(folder);
  let lines = 0;
  let bytes = 0;
  try {
    for await (const entry of searchLogs(folder, until === undefined ? {} : { until })) {
      lines += 1;
      bytes += entry.text.length + 1;
      if (lines % LOOK_EVERY === 0) progress.show({ file, lines, bytes, size });
      if (!matches(entry)) continue;
      progress.clear();
      yield entry;
    }
  } finally {
    progress.end();
  }
}
