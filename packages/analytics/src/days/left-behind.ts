import type { ClickHouseClient } from '@clickhouse/client';
import { runSqlFile } from '../query/sql-files.ts';
import { dayName } from './app-day.ts';
import { deleteRows, dropPortions, dropShown, readOpenDays } from './day-tables.ts';
import { firstYoungPortion } from './portion.ts';

interface LeftPortion {
  readonly place: 'emas_cells' | 'emas_fresh' | 'emas_kept';
  readonly portion: string;
}

/**
 * Removes what no question reads and nothing else removes: portions that a killed process left unfinished, and
 * what was made for a page while the day was closed.
 *
 * @param firstOpenDay Days before are over.
 * @throws The client's error.
 */
export async function removeLeftBehind(
  client: ClickHouseClient,
  app: string,
  firstOpenDay: string,
): Promise<void> {
  const young = firstYoungPortion();
  const left = await runSqlFile<LeftPortion>(client, 'left-portions', { app, young });
  const of = (place: LeftPortion['place']): string[] =>
    left.filter((one) => one.place === place).map(({ portion }) => portion);
  await deleteRows(client, 'emas_cells', app, of('emas_cells').map(BigInt));
  for (const table of ['emas_fresh', 'emas_kept'] as const) {
    await dropPortions(client, table, of(table));
  }
  const held = await runSqlFile<HeldDay>(client, 'held-days', { app });
  const open = new Set((await readOpenDays(client, app)).map(dayName));
  for (const one of held.filter((day) => day.day < firstOpenDay && !open.has(dayName(day)))) {
    await dropShown(client, { app, ...one });
  }
}

interface HeldDay {
  readonly day: string;
  readonly origin: string;
}
