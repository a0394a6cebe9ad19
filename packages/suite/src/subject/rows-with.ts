import type { connect } from '@emas/clickhouse';

/** Rows of an app. */
export interface RowsOf {
  readonly client: ReturnType<typeof connect>;
  readonly app: string;
  readonly table: string;
}

/** ClickHouse looks for 255 texts at a time. */
export const MOST_NEEDLES = 200;

/** Rows in which one of the texts stands, in whatever column; of a table that is not made yet none. @throws The client's error. */
export async function rowsWith(
  { client, app, table }: RowsOf,
  needles: readonly string[],
): Promise<readonly unknown[]> {
  const made = await client.query({
    query: `SELECT engine FROM system.tables
      WHERE database = currentDatabase() AND name = {table:String}`,
    query_params: { table },
    format: 'JSONEachRow',
  });
  const [found] = await made.json<{ engine: string }>();
  if (found === undefined) return [];
  // The newest of rows that stand for one another.
  const final = /Replacing|Aggregating/.test(found.engine) ? 'FINAL' : '';
  const rows: unknown[] = [];
  for (let at = 0; at < needles.length; at += MOST_NEEDLES) {
    const answer = await client.query({
      query: `SELECT * FROM {table:Identifier} ${final} WHERE app = {app:String}
        AND multiSearchAny(formatRow('JSONEachRow', *), {needles:Array(String)})`,
      query_params: { table, app, needles: needles.slice(at, at + MOST_NEEDLES) },
      format: 'JSONEachRow',
    });
    rows.push(...(await answer.json()));
  }
  return rows;
}
