import type { ClickHouseClient } from '@clickhouse/client';
import { runSqlFile } from '../query/sql-files.ts';
import { dayName } from './app-day.ts';
import type { AppDay } from './app-day.ts';
import { deleteRows, dropDay, dropShown } from './day-tables.ts';
import { tellForgetRound } from './forget-round.ts';

/**
 * Removes days of an app, open or closed.
 *
 * @returns Those of which something was removed.
 * @throws The client's error; what was begun is done by calling it again.
 */
export async function forgetDays(
  client: ClickHouseClient,
  app: string,
  isMeant: (day: AppDay) => boolean,
): Promise<readonly string[]> {
  const daysOf = async <Row extends Omit<AppDay, 'app'>>(query: string): Promise<Row[]> =>
    (await runSqlFile<Row>(client, query, { app })).filter((day) => isMeant({ app, ...day }));
  const held = await daysOf('held-days');
  for (const { day, origin } of held) {
    for (const table of ['emas_open', 'emas_closing'] as const) {
      await dropDay(client, table, { app, day, origin });
    }
    // After the rows: who makes figures of them meanwhile looks whether they are still there.
    await dropShown(client, { app, day, origin });
  }
  const known = await daysOf<ClosedDay>('closed-days');
  const meant = [...held, ...known].map(({ day, origin }) => ({ app, day, origin }));
  // Between the rows and what was made of them: see `closeDay()`.
  await tellForgetRound(client, meant);
  const told = new Set(meant.map(dayName));
  const closed = (await daysOf<ClosedDay>('closed-days')).filter((day) => told.has(dayName(day)));
  const portions = closed.map(({ portion }) => BigInt(portion));
  // In this order: cells are found by the portions that count.
  await deleteRows(client, 'emas_cells', app, portions);
  await deleteRows(client, 'emas_closed_days', app, portions);
  return [...new Set([...held, ...closed].map(({ day }) => day))];
}

interface ClosedDay {
  readonly day: string;
  readonly origin: string;
  readonly portion: string;
}
