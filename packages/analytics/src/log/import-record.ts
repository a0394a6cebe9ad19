import { createHash } from 'node:crypto';
import type { ClickHouseClient } from '@clickhouse/client';
import { runSqlFile } from '../query/sql-files.ts';
import { sendPatiently } from './import-batch.ts';

/** How far a file was imported: kept in the database, so that any machine knows. */
export interface ImportRecord {
  /** Bytes of text that are counted for good. */
  readonly position: number;
  /** End of the batch that was being sent; equal to `position` when none was. */
  readonly pending: number;
  readonly lines: number;
}

/** Names a log by its first line: it keeps its name when it is rotated, packed or grows. */
export function fileIdOf(app: string, firstLine: string): string {
  return createHash('sha256').update(`${app}\n${firstLine}`).digest('hex');
}

export async function readImportRecord(
  client: ClickHouseClient,
  app: string,
  file: string,
): Promise<ImportRecord> {
  const [row] = await runSqlFile<ImportRecord>(client, 'import-record', { app, file });
  return row ?? { position: 0, pending: 0, lines: 0 };
}

export async function writeImportRecord(
  client: ClickHouseClient,
  app: string,
  file: string,
  record: ImportRecord,
): Promise<void> {
  await sendPatiently(client, {
    token: `${file}:${record.position}:${record.pending}`,
    table: 'emas_imports',
    rows: 1,
    body: JSON.stringify({ app, file, ...record }),
  });
}
