import type { ClickHouseClient } from '@clickhouse/client';
import { runSqlFile } from '../query/sql-files.ts';
import type { AppDay } from './app-day.ts';

/** Tables with one partition for each day of an app. */
type DayTable = 'emas_open' | 'emas_closing' | 'emas_rounding' | 'emas_fresh_days';

/** A day with rows that are not closed yet. */
export interface OpenDay {
  readonly day: string;
  readonly origin: string;
  readonly rows: number;
  /** Of them, those that are being closed. */
  readonly closing: number;
  /** When the last of them came, seconds since 1970, by the server's clock. */
  readonly last: number;
}

export async function readOpenDays(client: ClickHouseClient, app: string): Promise<OpenDay[]> {
  return runSqlFile<OpenDay>(client, 'open-days', { app });
}

/** All rows of a day at once: none is in both tables, or in neither. */
export async function moveToClosing(client: ClickHouseClient, day: AppDay): Promise<void> {
  await client.command({
    query: `ALTER TABLE emas_open MOVE PARTITION ${PARTITION} TO TABLE emas_closing`,
    query_params: { ...day },
  });
}

export async function dropDay(
  client: ClickHouseClient,
  table: DayTable,
  day: AppDay,
): Promise<void> {
  await client.command({
    query: `ALTER TABLE ${table} DROP PARTITION ${PARTITION}`,
    query_params: { ...day },
  });
}

/** Those that were counted, and no other that came meanwhile. Another process may have done it. */
export async function dropParts(client: ClickHouseClient, parts: readonly string[]): Promise<void> {
  for (const part of parts) {
    const query = 'ALTER TABLE emas_closing DROP PART {part:String}';
    try {
      await client.command({ query, query_params: { part } });
    } catch (error) {
      if (!isMissingPart(error)) throw error;
    }
  }
}

/** Of tables with one partition for each portion. */
export async function dropPortions(
  client: ClickHouseClient,
  table: 'emas_fresh' | 'emas_kept',
  portions: readonly string[],
): Promise<void> {
  for (const portion of portions) {
    await client.command({
      query: `ALTER TABLE ${table} DROP PARTITION tuple({portion:UInt64})`,
      query_params: { portion },
    });
  }
}

/** What was made of an open day. */
interface FreshPortion {
  readonly portion: string;
  /** Of the day, when it was made. */
  readonly rows: number;
  readonly visitors: number;
  /** 0 where its cells are gone: it is not read any more. */
  readonly isHeld: 0 | 1;
}

/** The newest first. */
export async function readFresh(client: ClickHouseClient, day: AppDay): Promise<FreshPortion[]> {
  return runSqlFile<FreshPortion>(client, 'fresh-portions', { ...day });
}

/** Those that have cells: there may be many more on a day. */
export function heldOf(portions: readonly FreshPortion[]): string[] {
  return portions.filter(({ isHeld }) => isHeld === 1).map(({ portion }) => portion);
}

/** What was shown of a day while it was open, and the secret by which it was rounded. */
export async function dropShown(client: ClickHouseClient, day: AppDay): Promise<void> {
  const fresh = await readFresh(client, day);
  await dropPortions(client, 'emas_fresh', heldOf(fresh));
  await dropDay(client, 'emas_fresh_days', day);
  await dropDay(client, 'emas_rounding', day);
}

/** What rows are told by, besides their app. */
const DELETED_BY = {
  emas_cells: 'portion IN {values:Array(UInt64)}',
  emas_closed_days: 'portion IN {values:Array(UInt64)}',
  emas_imports: 'file IN {values:Array(String)}',
} as const;
/** Parameters travel in the address of a request, and an address has bounds. */
const MOST_VALUES = 100;

/** @param values Portions, or ids of logs. @default all rows of the app */
export async function deleteRows(
  client: ClickHouseClient,
  table: keyof typeof DELETED_BY,
  app: string,
  values?: readonly (string | bigint)[],
): Promise<void> {
  const query = `DELETE FROM ${table} WHERE app = {app:String}`;
  if (values === undefined) return void (await client.command({ query, query_params: { app } }));
  for (let first = 0; first < values.length; first += MOST_VALUES) {
    await client.command({
      query: `${query} AND ${DELETED_BY[table]}`,
      query_params: { app, values: values.slice(first, first + MOST_VALUES) },
    });
  }
}

const PARTITION = 'tuple({app:String}, {day:Date}, {origin:String})';

/** NO_SUCH_DATA_PART, and what a replica says. */
function isMissingPart(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === '232';
}
