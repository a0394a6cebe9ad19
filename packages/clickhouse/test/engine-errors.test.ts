import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Fault, Insert } from '../../../test/engine/counting-engine.ts';
import { startEngine } from '../../../test/engine/start-engine.ts';
import type { Engine } from '../../../test/engine/start-engine.ts';
import { waitUntil } from '../../../test/waiting/wait-until.ts';
import { sendBatch } from '../src/delivery/send-batch.ts';
import { connect } from '../src/index.ts';
import type { BatchWriter } from '../src/index.ts';
import { ids, until } from './counting-tables.ts';
import { droppedRows, stoodIn } from './stood-in.ts';

const tables = stoodIn();

/** Errors with which ClickHouse blames the rows, by the engine's own names. */
const BLAMES_ROWS: ReadonlySet<string> = new Set([
  'CANNOT_PARSE_TEXT',
  'CANNOT_PARSE_ESCAPE_SEQUENCE',
  'CANNOT_PARSE_QUOTED_STRING',
  'CANNOT_PARSE_INPUT_ASSERTION_FAILED',
  'CANNOT_PARSE_DATE',
  'CANNOT_PARSE_DATETIME',
  'TYPE_MISMATCH',
  'ARGUMENT_OUT_OF_BOUND',
  'CANNOT_CONVERT_TYPE',
  'CANNOT_PARSE_NUMBER',
  'INCORRECT_DATA',
  'TOO_LARGE_ARRAY_SIZE',
  'CANNOT_READ_ARRAY_FROM_TEXT',
  'TOO_LARGE_STRING_SIZE',
  'VALUE_IS_OUT_OF_RANGE_OF_DATA_TYPE',
  'CANNOT_INSERT_NULL_IN_ORDINARY_COLUMN',
  'SIZES_OF_NESTED_COLUMNS_ARE_INCONSISTENT',
  'CANNOT_PARSE_UUID',
  'DECIMAL_OVERFLOW',
  'CANNOT_PARSE_DOMAIN_VALUE_FROM_STRING',
  'CANNOT_PARSE_BOOL',
  'VIOLATED_CONSTRAINT',
  'UNEXPECTED_DATA_AFTER_PARSED_VALUE',
  'CANNOT_PARSE_IPV4',
  'CANNOT_PARSE_IPV6',
  'UNKNOWN_ELEMENT_OF_ENUM',
]);

let engine: Engine;
let codes: readonly { readonly code: number; readonly name: string }[] = [];
beforeAll(async () => {
  engine = await startEngine();
  codes = await engine.rows(
    `SELECT toInt32(number) AS code, errorCodeToName(code) AS name FROM numbers(1, 2000) WHERE name != ''`,
  );
});
afterAll(() => engine.stop());

const AT_ONCE = 40;
const BAD = 1_000_000;

/** What is wrong with an insert, by table. */
type Faults = Map<string, (insert: Insert) => Fault | undefined>;

/** Does the same for each code, some at a time, each with a table of its own. */
async function forEachCode(
  action: (code: number, writer: BatchWriter, table: string, faults: Faults) => Promise<void>,
): Promise<void> {
  const left = [...codes];
  const faults: Faults = new Map();
  tables.engine().fault = (insert) => faults.get(insert.table)?.(insert);
  const client = connect({ url: tables.engine().url, maxOpenConnections: AT_ONCE });
  const work = async (): Promise<void> => {
    for (let next = left.pop(); next !== undefined; next = left.pop()) {
      const table = `c${next.code}`;
      const spool = `${tables.spool()}/${table}`;
      const writer = tables.writer({ client, spool, retry: { base: 1, cap: 2 } });
      try {
        await action(next.code, writer, table, faults);
      } catch (cause) {
        throw new Error(`${next.code} ${next.name}`, { cause });
      }
      await writer.close();
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  await client.close();
}

it('blames a row that has a list where a text belongs', async () => {
  await engine.client.command({
    query: 'CREATE TABLE texts (one String, other String) ENGINE = MergeTree ORDER BY one',
  });
  const batch = { token: 'a-list', table: 'texts', rows: 1, body: Buffer.from('["a",["b"]]') };
  const code = codes.find(({ name }) => name === 'INCORRECT_DATA')?.code;
  await expect(sendBatch(engine.client, batch)).rejects.toThrow(
    expect.objectContaining({ code: String(code) }),
  );
  expect(await engine.rows('SELECT * FROM texts')).toEqual([]);
});

describe('an error of the engine', () => {
  it('is known by name for as many codes as the engine has', () => {
    expect(codes.length).toBeGreaterThan(600);
    const names = new Set(codes.map(({ name }) => name));
    expect([...BLAMES_ROWS].filter((name) => !names.has(name))).toEqual([]);
  });

  it('of any kind, for all rows and for a while, loses and parks none', async () => {
    await forEachCode(async (code, writer, table, faults) => {
      let left = 8;
      faults.set(table, () => (left-- > 0 ? { code } : undefined));
      writer.add(table, ids(0, 20));
      await until(writer, ({ retries }) => retries > 0);
      writer.add(table, ids(20, 20));
      await until(writer, ({ sent }) => sent.rows === 40);
      expect(tables.engine().counted(table)).toEqual({ rows: 40, most: 1 });
      expect(writer.counters()).toMatchObject({ parked: 0, deadLetters: { rows: 0 } });
      expect(droppedRows(writer)).toBe(0);
    });
  });

  it('for one row and for ever parks that row where it blames it, and keeps it waiting elsewhere', async () => {
    const blaming = new Set(
      codes.filter(({ name }) => BLAMES_ROWS.has(name)).map(({ code }) => code),
    );
    await forEachCode(async (code, writer, table, faults) => {
      const isBad = (line: string): boolean => line.includes(String(BAD));
      faults.set(table, ({ lines }) => (lines.some(isBad) ? { code } : undefined));
      writer.add(table, [...ids(0, 5), { id: BAD }, ...ids(5, 5)]);
      await until(writer, ({ retries }) => retries > 0);
      // Others get through, before it is tried again and after that.
      let more = 0;
      const retries = new Set<number>();
      await waitUntil('others', async () => {
        writer.add(table, ids(10 + more, 1));
        more += 1;
        const state = await writer.flush();
        retries.add(state.retries);
        return blaming.has(code) ? state.parked === 1 : retries.size > 5;
      });
      await until(writer, ({ spooled }) => spooled.rows <= (blaming.has(code) ? 0 : 11));
      expect(writer.counters().parked).toBe(blaming.has(code) ? 1 : 0);
      faults.delete(table);
      await until(writer, ({ spooled }) => spooled.rows === 0);
      const rows = 10 + more + (blaming.has(code) ? 0 : 1);
      expect(tables.engine().counted(table)).toEqual({ rows, most: 1 });
      expect(droppedRows(writer)).toBe(0);
    });
  });
});
