import { readFileSync } from 'node:fs';
import type { ClickHouseClient } from '@clickhouse/client';
import { QUERIES } from '../own-files.ts';

interface SqlFile {
  readonly text: string;
  /** Names of the parameters that it takes. */
  readonly parameters: ReadonlySet<string>;
}

const files = new Map<string, SqlFile>();

/** `queries/NAME.sql` with the files that it includes. Values go in as parameters only. */
function sqlFile(name: string): SqlFile {
  const known = files.get(name);
  if (known !== undefined) return known;
  const text = included(name);
  const parameters = new Set(Array.from(text.matchAll(/\{(\w+):/g), ([, found = '']) => found));
  const file = { text, parameters };
  files.set(name, file);
  return file;
}

function included(name: string): string {
  return readFileSync(new URL(`${name}.sql`, QUERIES), 'utf8').replaceAll(
    /^-- @include ([a-z-]+)\.sql$/gm,
    (_, file: string) => included(file),
  );
}

/** Runs `queries/NAME.sql`. @throws The client's error. */
export async function runSqlFile<Row>(
  client: ClickHouseClient,
  name: string,
  parameters: object,
): Promise<Row[]> {
  const file = sqlFile(name);
  const answer = await client.query({
    query: file.text,
    query_params: Object.fromEntries(
      Object.entries(parameters).filter(([parameter]) => file.parameters.has(parameter)),
    ),
    format: 'JSONEachRow',
    // Older servers send 64-bit numbers as strings; counts stay far below 2^53.
    clickhouse_settings: { output_format_json_quote_64bit_integers: 0 },
  });
  return answer.json<Row>();
}
