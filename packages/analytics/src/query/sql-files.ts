import { readFileSync } from 'node:fs';
import type { ClickHouseClient } from '@clickhouse/client';

const FOLDER = new URL('../../queries/', import.meta.url);
const texts = new Map<string, string>();

/** The text of `queries/NAME.sql`, with the files that it includes. Values go in as parameters only. */
function sqlFile(name: string): string {
  const known = texts.get(name);
  if (known !== undefined) return known;
  const text = readFileSync(new URL(`${name}.sql`, FOLDER), 'utf8').replaceAll(
    /^-- @include ([a-z-]+)\.sql$/gm,
    (_, included: string) => sqlFile(included),
  );
  texts.set(name, text);
  return text;
}

/** Runs `queries/NAME.sql`. @throws The client's error. */
export async function runSqlFile<Row>(
  client: ClickHouseClient,
  name: string,
  parameters: Record<string, unknown>,
): Promise<Row[]> {
  const answer = await client.query({
    query: sqlFile(name),
    query_params: parameters,
    format: 'JSONEachRow',
    // Older servers send 64-bit numbers as strings; counts stay far below 2^53.
    clickhouse_settings: { output_format_json_quote_64bit_integers: 0 },
  });
  return answer.json<Row>();
}
