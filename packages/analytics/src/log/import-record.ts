import type { ClickHouseClient } from '@clickhouse/client';
import { bodyOf } from '@emas/clickhouse/internal';
import { deleteRows } from '../days/day-tables.ts';
import { runSqlFile } from '../query/sql-files.ts';
import { sendPatiently } from './import-batch.ts';
import type { LogHead } from './log-head.ts';

/** Origin of rows that came from logs: they are closed, and forgotten, apart from what is counted live. */
export const IMPORTED = 'import';

/** How far a file was imported: kept in the database, so that any machine knows. */
export interface ImportRecord {
  /** What the log was known by when it was first imported. */
  readonly log: string;
  /** Bytes of text that are counted for good. */
  readonly position: number;
  /** End of the batch that was being sent; equal to `position` when none was. */
  readonly pending: number;
  readonly lines: number;
  /** Name of the batch that was sent last, or was being sent. */
  readonly batch: string;
  /** First day of the lines that were counted, `2026-11-20`; after `last` where there is none. */
  readonly first: string;
  readonly last: string;
}

/** A record, and the id of the log that it is of. */
export interface KeptRecord extends ImportRecord {
  readonly file: string;
}

/** Its days are the last and the first one that ClickHouse can keep. */
export const NOT_IMPORTED: ImportRecord = {
  ...{ log: '', position: 0, pending: 0, lines: 0, batch: '' },
  ...{ first: '2149-06-06', last: '1970-01-01' },
};

/** @param stem What the ids begin with. @default all of the app */
export async function readImportRecords(
  client: ClickHouseClient,
  app: string,
  stem = '',
): Promise<KeptRecord[]> {
  return runSqlFile<KeptRecord>(client, 'import-records', { app, stem });
}

/** The record of the log that begins like this: of those that fit, the one that covers most of it. */
export async function readImportRecord(
  client: ClickHouseClient,
  app: string,
  head: LogHead,
): Promise<ImportRecord> {
  let best = NOT_IMPORTED;
  let most = 0;
  for (const { file, ...record } of await readImportRecords(client, app, head.stem())) {
    const covered = head.coveredBy(file);
    if (covered > most) [best, most] = [record, covered];
  }
  return best;
}

/** Writes how far some logs were imported by a batch: all of it or nothing. */
export async function writeImportRecords(
  client: ClickHouseClient,
  app: string,
  records: ReadonlyMap<string, ImportRecord>,
): Promise<void> {
  const rows = [...records].map(([file, record]) => ({ app, file, ...record }));
  const begun = rows.find(({ position, pending }) => position < pending);
  await sendPatiently(client, {
    token: begun === undefined ? `${rows[0]?.batch}:done` : `${begun.batch}:begun`,
    table: 'emas_imports',
    rows: rows.length,
    body: bodyOf(rows.map((row) => JSON.stringify(row))),
  });
}

/**
 * Forgets how far logs were read, so that they can be imported anew.
 *
 * @param files Ids of the logs. @default all of the app
 */
export async function forgetImportRecords(
  client: ClickHouseClient,
  app: string,
  files?: readonly string[],
): Promise<void> {
  await deleteRows(client, 'emas_imports', app, files);
}
