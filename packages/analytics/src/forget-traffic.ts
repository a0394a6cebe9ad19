import type { ClickHouseClient } from '@clickhouse/client';
import { deleteRows, dropPortions } from './days/day-tables.ts';
import { forgetDays } from './days/forget-days.ts';
import { forgetImportRecords } from './log/import-record.ts';
import { runSqlFile } from './query/sql-files.ts';

/** What is to be forgotten. */
export interface ForgottenTraffic {
  /** Name under which the figures are kept. */
  readonly app: string;
  /** `import` forgets what came from logs alone, and how far they were read. @default all of the app */
  readonly only?: 'import';
}

/**
 * Removes the traffic figures of an app, those of open days included, and how far its logs were imported. An app
 * that runs goes on counting, and what waits in its spool still comes.
 *
 * @returns Days of which something was removed.
 * @throws The client's error; what was begun is done by calling it again.
 */
export async function forgetTraffic(
  client: ClickHouseClient,
  { app, only }: ForgottenTraffic,
): Promise<number> {
  const days = await forgetDays(client, app, ({ origin }) => only === undefined || origin === only);
  if (only === undefined) await forgetUnfinished(client, app);
  // Last: by them a log is known that must not be counted twice.
  await forgetImportRecords(client, app);
  return days.length;
}

/** Cells that a killed process wrote and that no portion tells of. */
async function forgetUnfinished(client: ClickHouseClient, app: string): Promise<void> {
  await deleteRows(client, 'emas_cells', app);
  const fresh = await runSqlFile<{ portion: string }>(client, 'unfinished-portions', { app });
  await dropPortions(
    client,
    'emas_fresh',
    fresh.map(({ portion }) => portion),
  );
}
