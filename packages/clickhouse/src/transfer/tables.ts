import type { ClickHouseClient } from '@clickhouse/client';
import { tableName } from '../batch.ts';

/** A table that holds rows, and what is needed to read it in parts and to compare it. */
export interface HeldTable {
  readonly name: string;
  /** Whether rows with one key become one in the background; `FINAL` shows them so. */
  readonly isMerged: boolean;
  /** Those that are stored as they were sent: others are made of them. */
  readonly columns: readonly HeldColumn[];
}

interface HeldColumn {
  readonly name: string;
  readonly isKey: boolean;
  /** A state of an aggregate function, which is compared by its value. */
  readonly isState: boolean;
}

/** What is in a table, merged in the background or not. */
export interface TableContent {
  readonly rows: number;
  /** Over all values of all rows; a decimal number, as text. */
  readonly checksum: string;
}

/** The record of migrations: it is a database's own. */
const MIGRATIONS = 'emas_migrations';

/** All tables with rows of the client's database, but for the record of migrations. */
export async function heldTables(client: ClickHouseClient): Promise<HeldTable[]> {
  const tables = await rowsOf<{ name: string; engine: string }>(
    client,
    `SELECT name, engine FROM system.tables
     WHERE database = currentDatabase() AND engine LIKE '%MergeTree' AND name != {own:String}
     ORDER BY name`,
    { own: MIGRATIONS },
  );
  const held: HeldTable[] = [];
  for (const { name, engine } of tables) {
    const columns = await rowsOf<{ name: string; isKey: number; isState: number }>(
      client,
      `SELECT name, is_in_sorting_key AS isKey, type LIKE 'AggregateFunction(%' AS isState
       FROM system.columns WHERE database = currentDatabase() AND table = {name:String}
         AND default_kind IN ('', 'DEFAULT')
       ORDER BY position`,
      { name },
    );
    held.push({
      name: tableName(name),
      isMerged: !/^(?:Replicated|Shared)?MergeTree$/.test(engine),
      columns: columns.map((column) => ({
        name: tableName(column.name),
        isKey: column.isKey === 1,
        isState: column.isState === 1,
      })),
    });
  }
  return held;
}

/** @throws The client's error. */
export async function contentOf(client: ClickHouseClient, table: HeldTable): Promise<TableContent> {
  const values = table.columns.map(({ name, isState }) =>
    // Qualified: a column may be called as one of the answer's.
    isState ? `toString(finalizeAggregation(held.${name}))` : `toString(held.${name})`,
  );
  const [content] = await rowsOf<{ rows: string; checksum: string }>(
    client,
    `SELECT toString(count()) AS rows, toString(sum(cityHash64(${values.join(', ')}))) AS checksum
     FROM ${table.name} AS held${table.isMerged ? ' FINAL' : ''}`,
  );
  return { rows: Number(content?.rows ?? 0), checksum: content?.checksum ?? '0' };
}

/** Rows as they lie there, which is enough to know whether there are any. */
export async function rowsHeld(client: ClickHouseClient): Promise<number> {
  const [held] = await rowsOf<{ rows: string }>(
    client,
    `SELECT toString(sum(total_rows)) AS rows FROM system.tables
     WHERE database = currentDatabase() AND engine LIKE '%MergeTree' AND name != {own:String}`,
    { own: MIGRATIONS },
  );
  return Number(held?.rows ?? 0);
}

export async function rowsOf<Row>(
  client: ClickHouseClient,
  query: string,
  parameters: Readonly<Record<string, unknown>> = {},
): Promise<Row[]> {
  const answer = await client.query({
    query,
    query_params: { ...parameters },
    format: 'JSONEachRow',
  });
  return answer.json<Row>();
}
