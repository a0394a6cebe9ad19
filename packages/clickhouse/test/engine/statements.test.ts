import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ClickHouseClient } from '@clickhouse/client';
import fc from 'fast-check';
import { examples, SEED } from '../../../../test/runner/repetition.ts';
import { waitUntil } from '../../../../test/waiting/wait-until.ts';
import { connect } from '../../src/index.ts';
import { engineAsker, formOf, pathOf, textOf } from './ask-engine.ts';

/* What one request can make the engine do: one statement, for as long as somebody wants the answer. */

const folder = mkdtempSync(join(tmpdir(), 'emas-statements-'));
const ask = engineAsker(folder);
let client: ClickHouseClient;
beforeAll(async () => {
  client = connect({ embedded: folder });
  for (const table of ['rows', 'marks']) {
    await client.command({
      query: `CREATE TABLE ${table} (k UInt32, s String) ENGINE = MergeTree ORDER BY k`,
    });
  }
});
afterAll(async () => {
  await client.close();
  rmSync(folder, { recursive: true });
});

const body = async (query: string): Promise<string> => textOf(ask('/', { body: query }));

describe('a client that has gone', () => {
  /** Sends a statement, and goes without its answer. */
  async function leave(query: string, when?: () => Promise<unknown>): Promise<void> {
    const socketPath = join(folder, 'engine.sock');
    const left = request({ socketPath, path: pathOf({ query }), method: 'POST' });
    left.on('error', () => undefined);
    await new Promise<void>((resolve) => {
      left.end(resolve);
    });
    await when?.();
    left.destroy();
  }
  const running =
    "SELECT count() FROM system.processes WHERE query LIKE '%1e12%' AND query NOT LIKE '%processes%'";

  it('frees its place: what it asked is ended', async () => {
    const endless = 'SELECT count() FROM numbers(1e12) WHERE sipHash64(number) = 7';
    await leave(endless, async () =>
      waitUntil('it to run', async () => (await body(running)) === '1\n'),
    );
    // These go before the engine has them on its list, or just then.
    for (let count = 1; count <= 8; count += 1) await leave(endless);
    await waitUntil('none to run', async () => (await body(running)) === '0\n');
    await expect(body('SELECT 1')).resolves.toBe('1\n');
  });

  it('is not waited for: a change whose turn has not come is not made', async () => {
    const slow = Array.from({ length: 4 }, async () => body('SELECT sleep(2)'));
    await expect(textOf(ask('/ping'))).resolves.toBe('Ok.\n');
    await leave("INSERT INTO rows VALUES (51, 'nobody waits')", async () => textOf(ask('/ping')));
    await Promise.all(slow);
    await expect(body('SELECT count() FROM rows WHERE k = 51')).resolves.toBe('0\n');
  });

  it('had its change begun, it is made to the end', async () => {
    const query =
      "INSERT INTO rows SELECT 61, 'begun' FROM numbers(20) WHERE sleepEachRow(0.05) = 0";
    const isBegun = async (): Promise<boolean> =>
      (await body(
        "SELECT count() FROM system.processes WHERE query LIKE 'INSERT INTO rows SELECT 61%'",
      )) === '1\n';
    await leave(query, async () => waitUntil('it to begin', isBegun));
    await waitUntil('it to end', async () => !(await isBegun()));
    await expect(body('SELECT count() FROM rows WHERE k = 61')).resolves.toBe('20\n');
  });
});

describe('several statements in one request', () => {
  it.each([
    'SELECT 1; SELECT 2',
    'SELECT 1;; DROP TABLE rows',
    "SELECT 'a''; b'; DROP TABLE rows",
    "SELECT '\\'; ', 1; DROP TABLE rows",
    'SELECT 1 /* ; */; DROP TABLE rows',
    'SELECT 1 -- ;\n; DROP TABLE rows',
    'SELECT 1 AS $a$; DROP TABLE rows',
    "INSERT INTO rows VALUES (1, 'a'); DROP TABLE rows",
    "INSERT INTO rows FORMAT Values (1, 'a'); DROP TABLE rows",
  ])('are refused, as at a server: %s', async (query) => {
    const { status, headers } = await ask('/', { body: query });
    expect({ status, code: headers['x-clickhouse-exception-code'] }).toEqual({
      status: 400,
      code: '62',
    });
    await expect(body('EXISTS rows')).resolves.toBe('1\n');
  });

  it.each([
    ['SELECT 1', '; DROP TABLE rows'],
    ['INSERT INTO rows VALUES', "(71, 'a'); DROP TABLE rows"],
  ])('are refused where the URL has the beginning: %s', async (query, rest) => {
    const { headers } = await ask(pathOf({ query }), { body: rest });
    expect(headers['x-clickhouse-exception-code']).toBe('62');
    await expect(body('EXISTS rows')).resolves.toBe('1\n');
  });

  it.each([
    ['SELECT 1;', '1\n'],
    ["SELECT ';', 1; -- ; x", ';\t1\n'],
    ['SELECT "a;b" FROM (SELECT 1 AS "a;b")', '1\n'],
    ['SELECT 1 AS `;`', '1\n'],
    ['SELECT $x$a;b$x$', 'a;b\n'],
    ['SELECT 1 /* ; SELECT 2 */', '1\n'],
    ['SELECT 1 # ; x', '1\n'],
    ["SELECT '\\';'", "\\';\n"],
  ])('are not what one with a semicolon is: %s', async (query, answer) => {
    await expect(body(query)).resolves.toBe(answer);
  });

  it(`never run, however the first one is quoted (seed ${SEED})`, async () => {
    const inside = fc.array(
      fc.constantFrom("'", '"', '`', '\\', '--', '# ', '/*', '*/', '$', '$a$', ';', ' ', '\n', 'a'),
      { maxLength: 4 },
    );
    const quoted = fc
      .tuple(
        fc.constantFrom(
          [", '", "'"],
          [', 1 AS "x', '"'],
          [', 1 AS `x', '`'],
          [', $a$', '$a$'],
          [' /*', '*/'],
          [' --', '\n'],
          [' # ', '\n'],
          [' ', ' '],
        ),
        inside,
      )
      .map(([[open = '', close = ''], parts]) => `${open}${parts.join('')}${close}`);
    const outcomes = { several: 0, one: 0 };
    await fc.assert(
      fc.asyncProperty(fc.array(quoted, { maxLength: 3 }), async (items) => {
        const query = `SELECT 1${items.join('')}; INSERT INTO marks VALUES (1, 'ran')`;
        const { status, body: answer } = await ask('/', { body: query });
        if (status === 200) outcomes.one += 1;
        if (answer.includes('Multi-statements')) outcomes.several += 1;
        await expect(body('SELECT count() FROM marks')).resolves.toBe('0\n');
      }),
      examples(2000),
    );
    expect(outcomes.several).toBeGreaterThan(10);
  });
});

it('a database may have any name', async () => {
  const database = 'clinic-2`s "own"';
  await client.command({
    query: 'CREATE DATABASE {database:Identifier}',
    query_params: { database },
  });
  await expect(
    textOf(ask(pathOf({ query: 'SELECT currentDatabase() FORMAT LineAsString', database }))),
  ).resolves.toBe(`${database}\n`);
});

it('a form holds parameters, not rows: one of 17 MB is refused', async () => {
  const form = await formOf({ param_s: 'x'.repeat(17 * 1024 * 1024) });
  const { headers } = await ask(pathOf({ query: 'SELECT length({s:String})' }), form);
  expect(headers['x-clickhouse-exception-code']).toBe('223');
});

it('a client that was closed says so', async () => {
  const closed = connect({ embedded: folder });
  await closed.close();
  await expect(closed.query({ query: 'SELECT 1' })).rejects.toThrow(/was closed before this query/);
});

it.each(['a{1..2}', 'a*', 'a?'])(
  'a folder named %s is refused: the engine reads it as several',
  (name) => {
    const embedded = join(folder, name);
    expect(() => connect({ embedded })).toThrow(
      expect.objectContaining({
        code: 'ERR_EMAS_CLICKHOUSE_FOLDER',
        message: expect.stringContaining(embedded),
      }),
    );
  },
);
