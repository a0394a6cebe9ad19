import type { connect } from '@emas/clickhouse';

/** Rows of a table in which one of the texts stands, in whatever column. @throws The client's error. */
export async function rowsWith(
  client: ReturnType<typeof connect>,
  table: string,
  needles: readonly string[],
): Promise<readonly unknown[]> {
  const rows = await client.query({
    query: `SELECT * FROM {table:Identifier}
      WHERE multiSearchAny(formatRow('JSONEachRow', *), {needles:Array(String)})`,
    query_params: { table, needles },
    format: 'JSONEachRow',
  });
  return rows.json();
}
