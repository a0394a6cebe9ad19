import { createHash } from 'node:crypto';
import type { ClickHouseClient } from '@clickhouse/client';
import { runSqlFile } from '../query/sql-files.ts';
import type { AppDay } from './app-day.ts';

/*
 * ClickHouse drops a batch whose name it has seen, and remembers names for longer than their rows. What is
 * written anew after figures were forgotten therefore has their round in its name. Who counts rows meanwhile
 * sees by it that they are to be forgotten.
 */

/** Of no day: an app of which nothing was there. */
const ANY = '0';

/**
 * How often figures were forgotten.
 *
 * @param day Those of one day. @default of any day of any app
 * @throws The client's error.
 */
export async function readForgetRound(client: ClickHouseClient, day?: AppDay): Promise<number> {
  const key = day === undefined ? ANY : keyOf(day);
  const [found] = await runSqlFile<{ readonly round: number }>(client, 'forget-round', { key });
  return found?.round ?? 0;
}

/** Tells that days are being forgotten. @throws The client's error. */
export async function tellForgetRound(
  client: ClickHouseClient,
  days: readonly AppDay[],
): Promise<void> {
  const keys = days.length === 0 ? [ANY] : [...new Set(days.map(keyOf))];
  const values = keys.map((key) => ({ key }));
  await client.insert({ table: 'emas_forgotten', values, format: 'JSONEachRow' });
}

/** Not the names themselves: nothing of an app that was forgotten is kept. */
function keyOf({ app, day, origin }: AppDay): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([app, day, origin]))
    .digest();
  return digest.readBigUInt64LE().toString();
}
