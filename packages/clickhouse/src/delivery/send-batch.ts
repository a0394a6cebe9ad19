import { Readable } from 'node:stream';
import type { ClickHouseClient } from '@clickhouse/client';
import { EmasError } from '@emas/errors';
import { engineToken, tableName } from '../batch.ts';
import type { Batch } from '../batch.ts';

type Answer = Awaited<ReturnType<ClickHouseClient['exec']>>;

/** ClickHouse's own error, as it answered it. */
class EngineError extends Error {
  override readonly name: string = 'EngineError';
  /** The number in ClickHouse's `ErrorCodes.cpp`. */
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** Something that is not ClickHouse answered in its place. */
export class ForeignAnswer extends EmasError {
  /** HTTP's status. */
  readonly answered: number;

  constructor(answered: number, body: string) {
    const start = body.slice(0, MOST_SHOWN).replaceAll(/\s+/g, ' ').trim();
    super(
      'ERR_EMAS_CLICKHOUSE_ANSWER',
      `Something other than ClickHouse answered with HTTP ${answered}: "${start}".`,
      { help: 'Check the proxy between the app and ClickHouse.' },
    );
    this.answered = answered;
  }
}

/** `[`. */
const LIST = 0x5b;
const MOST_READ = 64 * 1024;
const MOST_SHOWN = 200;

/**
 * Sends a batch once. The engine drops it when its token was seen lately, in every rollup behind the
 * table, so sending it again after a lost answer is safe.
 *
 * @throws `EngineError`, `ForeignAnswer` or an error of the client; see `classifyInsertError`.
 */
export async function sendBatch(client: ClickHouseClient, batch: Batch): Promise<void> {
  const answer = await client.exec({
    query: `INSERT INTO ${tableName(batch.table)} FORMAT ${formatOf(batch)}`,
    values: Readable.from([batch.body]),
    clickhouse_settings: {
      insert_deduplicate: 1,
      deduplicate_blocks_in_dependent_materialized_views: 1,
      insert_deduplication_token: engineToken(batch.token),
      async_insert: 0,
      // What a former release sent has fewer columns.
      input_format_json_compact_allow_variable_number_of_columns: 1,
      // Half of a character, which a text cut to a length may end with, costs no row.
      input_format_json_throw_on_bad_escape_sequence: 0,
      // A list where a text belongs is wrong: its JSON in the column would break every reader of it.
      input_format_json_read_arrays_as_strings: 0,
    },
    // The client would leave nothing of the status, and take any text for ClickHouse's.
    ignore_error_response: true,
  });
  const body = await startOf(answer.stream);
  const code = headerOf(answer, 'x-clickhouse-exception-code');
  if (code !== undefined) throw new EngineError(code, body);
  if (!isClickHouse(answer)) throw new ForeignAnswer(statusOf(answer), body);
}

/** Rows are JSON objects, or arrays with all columns in their order, which the engine reads faster. */
function formatOf({ body }: Batch): string {
  return body[0] === LIST ? 'JSONCompactEachRow' : 'JSONEachRow';
}

/** A proxy's page has a status of 200 as well, but no header of ClickHouse's. */
function isClickHouse(answer: Answer): boolean {
  const isGood = statusOf(answer) >= 200 && statusOf(answer) < 300;
  const names = ['x-clickhouse-summary', 'x-clickhouse-query-id'];
  return isGood && names.some((name) => headerOf(answer, name) !== undefined);
}

function statusOf({ http_status_code: status = 0 }: Answer): number {
  return status;
}

function headerOf({ response_headers: headers }: Answer, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value[0] : value;
}

/** Reads an answer to its end, so that its connection can be used again. */
async function startOf(stream: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    if (length < MOST_READ) chunks.push(chunk);
    length += chunk.length;
  }
  return Buffer.concat(chunks).toString('utf8', 0, MOST_READ);
}
