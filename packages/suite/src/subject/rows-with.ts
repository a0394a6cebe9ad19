import type { connect } from '@emas/clickhouse';
import type { SubjectIdentity } from './identity.ts';

/** Rows of an app. */
export interface RowsOf {
  readonly client: ReturnType<typeof connect>;
  readonly app: string;
  readonly table: string;
}

/** ClickHouse looks for 255 texts at a time. */
const MOST_TEXTS = 200;

/** Rows about somebody, in any column; none if the table does not exist yet. @throws The client's error. */
export async function rowsWith(
  { client, app, table }: RowsOf,
  identity: SubjectIdentity,
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
  for (const texts of textsOf(identity)) {
    const answer = await client.query({
      query: `SELECT * FROM {table:Identifier} ${final} WHERE app = {app:String}
        AND multiSearchAnyCaseInsensitiveUTF8(formatRow('JSONEachRow', *), {texts:Array(String)})`,
      query_params: { table, app, texts },
      format: 'JSONEachRow',
      clickhouse_settings: PLAIN_JSON,
    });
    rows.push(...(await answer.json()));
  }
  return rows.filter((row) => identity.isIn(JSON.stringify(row)));
}

/** `/` in a name is not escaped in the log either. */
export const PLAIN_JSON = { output_format_json_escape_forward_slashes: 0 } as const;

/** What stands for somebody, as many texts as the server looks for at a time. */
export function textsOf(identity: SubjectIdentity): readonly (readonly string[])[] {
  const all = identity.searchTexts();
  return Array.from({ length: Math.ceil(all.length / MOST_TEXTS) }, (_, at) =>
    all.slice(at * MOST_TEXTS, (at + 1) * MOST_TEXTS),
  );
}
