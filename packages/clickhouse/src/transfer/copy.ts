import type { Readable } from 'node:stream';
import type { ClickHouseClient } from '@clickhouse/client';
import { EmasError } from '@emas/errors';
import { CopyRecord } from './copy-record.ts';
import { contentOf, heldTables, rowsHeld, rowsOf } from './tables.ts';
import type { HeldTable } from './tables.ts';

/** Options of `copyTables()`. */
export interface CopyOptions {
  readonly from: ClickHouseClient;
  /** Has the same tables: migrate it first. */
  readonly to: ClickHouseClient;
  /** Names the target in the record, so that another one is another copy. */
  readonly target: string;
  /** File that remembers what was copied, for a copy that goes on where it stopped. */
  readonly record: string;
  readonly onProgress?: (progress: {
    readonly table: string;
    readonly done: number;
    readonly all: number;
  }) => void;
  /** Stops behind a whole portion. */
  readonly signal?: AbortSignal;
}

/** One table, copied and compared. */
export interface CopiedTable {
  readonly name: string;
  readonly rows: number;
}

/** Rows of a portion, about: as many as an insert of the writer holds. */
const PORTION = 10_000;

/**
 * Copies all rows of one ClickHouse to another, portion by portion, and compares both. A portion that was
 * sent and whose answer was lost goes again with the same token, and counts once.
 *
 * @returns What was copied, or `undefined` where the signal came.
 * @throws EmasError `ERR_EMAS_COPY_NOT_EMPTY` where the target has rows that are not of this copy,
 * `ERR_EMAS_COPY_DIFFERS` where a table is not the same on both sides at the end; the client's error when one
 * of them is away: the same call goes on from there.
 */
export async function copyTables(options: CopyOptions): Promise<CopiedTable[] | undefined> {
  const { from, to, target, signal } = options;
  const record = CopyRecord.open(options.record, target);
  if (record.isNew && (await rowsHeld(to)) > 0) throw notEmpty(target);
  const tables = await heldTables(from);
  for (const table of tables) {
    const portions = await portionsOf(from, table, record);
    for (const [index, portion] of portions.entries()) {
      if (signal?.aborted === true) return undefined;
      options.onProgress?.({ table: table.name, done: index, all: portions.length });
      if (record.has(portion.token)) continue;
      await copyPortion(from, to, table, portion);
      record.add(portion.token);
    }
  }
  const copied: CopiedTable[] = [];
  for (const table of tables) copied.push(await compared(from, to, table));
  record.remove();
  return copied;
}

/** Part `index` of `count` of a partition: by the hash of the key, which merges leave where it is. */
interface Portion {
  readonly partition: string;
  readonly index: number;
  readonly count: number;
  readonly token: string;
}

async function portionsOf(
  from: ClickHouseClient,
  { name }: HeldTable,
  record: CopyRecord,
): Promise<Portion[]> {
  const partitions = await rowsOf<{ partition: string; rows: string }>(
    from,
    // What was dropped leaves parts without rows for a while.
    `SELECT partition_id AS partition, toString(sum(parts.rows)) AS rows FROM system.parts AS parts
     WHERE active AND database = currentDatabase() AND table = {name:String}
     GROUP BY partition_id HAVING sum(parts.rows) > 0 ORDER BY partition_id`,
    { name },
  );
  return partitions.flatMap(({ partition, rows }) => {
    const whole = `${name}/${partition}`;
    // Merges change how many rows there are; what was begun is gone on with as it was cut.
    const count = record.portions(whole, Math.max(1, Math.ceil(Number(rows) / PORTION)));
    return Array.from({ length: count }, (_, index) => {
      return { partition, index, count, token: `copy/${record.id}/${whole}/${index}` };
    });
  });
}

async function copyPortion(
  from: ClickHouseClient,
  to: ClickHouseClient,
  { name, columns }: HeldTable,
  { partition, index, count, token }: Portion,
): Promise<void> {
  const keys = columns.filter(({ isKey }) => isKey).map((column) => column.name);
  const names = columns.map((column) => column.name).join(', ');
  const { stream } = await from.exec({
    query: `SELECT ${names} FROM ${name}
      WHERE _partition_id = {partition:String}
        AND cityHash64(${keys.length === 0 ? '0' : keys.join(', ')}) % {count:UInt32} = {index:UInt32}
      FORMAT Native`,
    query_params: { partition, count, index },
  });
  const values: Readable = stream;
  const { stream: answer } = await to.exec({
    query: `INSERT INTO ${name} (${names}) FORMAT Native`,
    values,
    clickhouse_settings: {
      insert_deduplicate: 1,
      insert_deduplication_token: token,
      async_insert: 0,
    },
  });
  answer.resume();
}

async function compared(
  from: ClickHouseClient,
  to: ClickHouseClient,
  table: HeldTable,
): Promise<CopiedTable> {
  const [source, target] = [await contentOf(from, table), await contentOf(to, table)];
  if (source.rows === target.rows && source.checksum === target.checksum) {
    return { name: table.name, rows: source.rows };
  }
  throw new EmasError(
    'ERR_EMAS_COPY_DIFFERS',
    `The table ${table.name} has ${source.rows} rows here and ${target.rows} there, or other values in them.`,
    {
      help: 'Something wrote to one of them meanwhile: stop the apps, empty the target and copy again.',
    },
  );
}

function notEmpty(target: string): EmasError {
  return new EmasError('ERR_EMAS_COPY_NOT_EMPTY', `${target} already has rows.`, {
    help: 'Copy into a database without rows, before an app writes there.',
  });
}
