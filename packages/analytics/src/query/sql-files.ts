import { readFileSync } from 'node:fs';
import type { ClickHouseClient } from '@clickhouse/client';
import { QUERIES } from '../own-files.ts';

interface SqlFile {
  readonly text: string;
  /** Names of the parameters that it takes. */
  readonly parameters: ReadonlySet<string>;
}

const files = new Map<string, SqlFile>();

/**
 * `queries/NAME.sql` with the files that it includes. Values go in as parameters only.
 *
 * @param forSources Whether visits are filtered by source or channel, which have to be worked out first.
 */
function sqlFile(name: string, forSources: boolean): SqlFile {
  const key = forSources ? `${name} for sources` : name;
  const known = files.get(key);
  if (known !== undefined) return known;
  const text = included(name, forSources);
  const parameters = new Set(Array.from(text.matchAll(/\{(\w+):/g), ([, found = '']) => found));
  const file = { text, parameters };
  files.set(key, file);
  return file;
}

function included(name: string, forSources: boolean): string {
  return readFileSync(new URL(`${name}.sql`, QUERIES), 'utf8').replaceAll(
    /^-- @include(-for-sources)? ([a-z-]+)\.sql$/gm,
    (_, condition: string | undefined, file: string) =>
      condition !== undefined && !forSources ? '' : included(file, forSources),
  );
}

/** Runs `queries/NAME.sql`. @throws The client's error. */
export async function runSqlFile<Row>(
  client: ClickHouseClient,
  name: string,
  parameters: Record<string, unknown>,
): Promise<Row[]> {
  const file = sqlFile(name, isAsked(parameters['sources']) || isAsked(parameters['channels']));
  const answer = await client.query({
    query: file.text,
    // Rules of some hundred sources are not sent where nobody asks for them.
    query_params: Object.fromEntries(
      Object.entries(parameters).filter(([parameter]) => file.parameters.has(parameter)),
    ),
    format: 'JSONEachRow',
    // Older servers send 64-bit numbers as strings; counts stay far below 2^53.
    clickhouse_settings: { output_format_json_quote_64bit_integers: 0 },
  });
  return answer.json<Row>();
}

function isAsked(values: unknown): boolean {
  return Array.isArray(values) && values.length > 0;
}
