import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ClickHouseClient } from '@clickhouse/client';
import { connect } from '../../src/index.ts';
import { engineAsker, formOf, pathOf, textOf } from './ask-engine.ts';

/* What ClickHouse's clients, curl and Grafana ask of its HTTP interface, asked of the engine. */

const folder = mkdtempSync(join(tmpdir(), 'emas-http-'));
const ask = engineAsker(folder);
let client: ClickHouseClient;
beforeAll(async () => {
  client = connect({ embedded: folder });
  await client.command({
    query: 'CREATE TABLE rows (k UInt32, s String) ENGINE = MergeTree ORDER BY k',
  });
});
afterAll(async () => {
  await client.close();
  rmSync(folder, { recursive: true });
});

it('only its own user may reach it', () => {
  expect(statSync(join(folder, 'engine.sock')).mode & 0o077).toBe(0);
});

describe('a statement', () => {
  it('comes in the URL, in the body, or in both', async () => {
    await expect(textOf(ask(pathOf({ query: 'SELECT 1' }), { method: 'GET' }))).resolves.toBe(
      '1\n',
    );
    await expect(textOf(ask('/', { body: 'SELECT 2' }))).resolves.toBe('2\n');
    await ask(pathOf({ query: 'INSERT INTO rows FORMAT JSONEachRow' }), {
      body: '{"k":1,"s":"é"}',
    });
    await expect(textOf(ask('/', { body: 'SELECT s FROM rows WHERE k = 1' }))).resolves.toBe('é\n');
  });

  it('has parameters, which are data whatever they hold', async () => {
    const value = `x'); DROP TABLE rows; -- \\ "é`;
    const result = await client.query({
      query: 'SELECT {s:String} AS s, {list:Array(String)} AS list',
      query_params: { s: value, list: [value, 'a\tb\nc'] },
      format: 'JSONEachRow',
    });
    await expect(result.json()).resolves.toEqual([{ s: value, list: [value, 'a\tb\nc'] }]);
  });

  it('has parameters that are longer than a URL', async () => {
    const form = await formOf({ param_s: 'x'.repeat(400_000) });
    const query = "SELECT length({s:String}), getSetting('max_query_size')";
    await expect(textOf(ask(pathOf({ query }), form))).resolves.toBe('400000\t262144\n');
  });

  it('has settings, which hold for no other', async () => {
    const named = "SELECT value FROM system.settings WHERE name = 'max_threads'";
    await expect(textOf(ask(pathOf({ query: named, max_threads: '3' })))).resolves.toBe('3\n');
    await expect(textOf(ask(pathOf({ query: named })))).resolves.not.toBe('3\n');
  });

  it('has parameters that hold for no other', async () => {
    await ask(pathOf({ query: 'SELECT {x:UInt8}', param_x: '1' }));
    expect(await ask(pathOf({ query: 'SELECT {x:UInt8}' }))).toMatchObject({
      headers: { 'x-clickhouse-exception-code': '456' },
    });
  });

  it('says in which format it wants its answer, in all three ways', async () => {
    const json = '{"1":1}\n';
    await expect(textOf(ask('/', { body: 'SELECT 1 FORMAT JSONEachRow' }))).resolves.toBe(json);
    await expect(
      textOf(ask(pathOf({ query: 'SELECT 1', default_format: 'JSONEachRow' }))),
    ).resolves.toBe(json);
    const headers = { 'X-ClickHouse-Format': 'JSONEachRow' };
    const answer = await ask(pathOf({ query: 'SELECT 1' }), { headers });
    expect(answer.body.toString()).toBe(json);
    expect(answer.headers).toMatchObject({ 'x-clickhouse-format': 'JSONEachRow' });
  });

  it('may be asked by name', async () => {
    const { headers } = await ask(pathOf({ query: 'SELECT 1', query_id: 'mine' }));
    expect(headers['x-clickhouse-query-id']).toBe('mine');
    expect(JSON.parse(String(headers['x-clickhouse-summary']))).toMatchObject({ read_rows: '1' });
  });

  it('may be packed, and its answer', async () => {
    const packed = await ask(pathOf({ enable_http_compression: '1' }), {
      headers: { 'content-encoding': 'gzip', 'accept-encoding': 'gzip' },
      body: gzipSync('SELECT 1'),
    });
    expect(gunzipSync(packed.body).toString()).toBe('1\n');
  });

  it('takes rows as bytes', async () => {
    const native = await ask('/', {
      body: "SELECT 9::UInt32 AS k, unhex('00FF80') AS s FORMAT Native",
    });
    await ask(pathOf({ query: 'INSERT INTO rows FORMAT Native' }), { body: native.body });
    await expect(textOf(ask('/', { body: 'SELECT hex(s) FROM rows WHERE k = 9' }))).resolves.toBe(
      '00FF80\n',
    );
  });

  it.each(['in the URL', 'in the body'])(
    'takes rows for rows, whatever they hold: %s',
    async (at) => {
      const query = 'INSERT INTO rows SETTINGS max_threads = 1 FORMAT CSV';
      const csv = '21,"a\n\nDROP TABLE rows;\n"\n22,"; b"\n';
      await (at === 'in the URL'
        ? ask(pathOf({ query }), { body: csv })
        : ask('/', { body: `${query}\n${csv}` }));
      const body = 'SELECT s FROM rows WHERE k IN (21, 22) ORDER BY k FORMAT JSONCompactEachRow';
      await expect(textOf(ask('/', { body }))).resolves.toBe(
        '["a\\n\\nDROP TABLE rows;\\n"]\n["; b"]\n',
      );
      await ask('/', { body: 'DELETE FROM rows WHERE k IN (21, 22)' });
    },
  );

  it('takes rows of VALUES with an empty line between them', async () => {
    await ask(pathOf({ query: 'INSERT INTO rows VALUES' }), { body: "(31, 'a'),\n\n(32, 'b')" });
    await expect(
      textOf(ask('/', { body: 'SELECT count() FROM rows WHERE k IN (31, 32)' })),
    ).resolves.toBe('2\n');
  });

  it('takes bytes behind the query in one body', async () => {
    const native = await ask('/', {
      body: "SELECT 41::UInt32 AS k, unhex('00FF0A0A80') AS s FORMAT Native",
    });
    const query = Buffer.from('INSERT INTO rows FORMAT Native\n');
    await ask('/', { body: Buffer.concat([query, native.body]) });
    await expect(textOf(ask('/', { body: 'SELECT hex(s) FROM rows WHERE k = 41' }))).resolves.toBe(
      '00FF0A0A80\n',
    );
  });

  it('runs while another takes long', async () => {
    const slow = ask('/', { body: 'SELECT sleep(2)' }).then(() => 'slow');
    const quick = ask('/', { body: 'SELECT 1' }).then(() => 'quick');
    await expect(Promise.race([slow, quick])).resolves.toBe('quick');
    await slow;
  });
});

describe('what is wrong is told as by a server', () => {
  it.each([
    ['SELECT * FROM nowhere', 404, 60, 'UNKNOWN_TABLE'],
    ['SELEC 1', 400, 62, 'SYNTAX_ERROR'],
    ['SELECT throwIf(1)', 500, 395, 'FUNCTION_THROW_IF_VALUE_IS_NON_ZERO'],
    [
      'INSERT INTO rows FORMAT JSONEachRow\n{"k":"x"}',
      400,
      27,
      'CANNOT_PARSE_INPUT_ASSERTION_FAILED',
    ],
  ])('%s', async (body, status, code, type) => {
    const answer = await ask('/', { body });
    expect(answer.status).toBe(status);
    expect(answer.headers['x-clickhouse-exception-code']).toBe(String(code));
    expect(answer.body.toString()).toMatch(
      new RegExp(`^Code: ${code}\\. DB::Exception: [^]*\\(${type}\\)`),
    );
    await expect(client.query({ query: body })).rejects.toMatchObject({ code: String(code), type });
  });

  it.each(['DROP TABLE rows', "SELECT 1 INTO OUTFILE 'written.csv'"])(
    'a GET changes nothing: %s',
    async (query) => {
      const answer = await ask(pathOf({ query, readonly: '0' }), { method: 'GET' });
      expect(answer.headers['x-clickhouse-exception-code']).toBe('164');
      expect(existsSync(join(folder, 'written.csv'))).toBe(false);
      await expect(textOf(ask('/', { body: 'EXISTS rows' }))).resolves.toBe('1\n');
    },
  );

  it.each([
    [{ session_id: 'mine' }, {}],
    [{ compress: '1' }, {}],
    [{ role: 'reader' }, {}],
    [{}, { 'content-encoding': 'zstd' }],
  ])('what it does not have is refused: %j %j', async (fields, headers) => {
    const answer = await ask(pathOf({ query: 'SELECT 1', ...fields }), { headers, body: 'x' });
    expect(answer.status).toBe(501);
    expect(answer.headers['x-clickhouse-exception-code']).toBe('48');
  });

  it.each([
    ['//', '62'],
    ['http://[', '62'],
    [pathOf({ query: 'SELECT 1', query_id: '日' }), '36'],
    [pathOf({ query: 'SELECT 1', query_id: 'x\r\ny' }), '36'],
    [pathOf({ query: 'SELECT 1', default_format: '日' }), '73'],
  ])('a request that is none ends nothing: %s', async (path, code) => {
    const { headers } = await ask(path);
    expect(headers['x-clickhouse-exception-code']).toBe(code);
    await expect(textOf(ask('/', { body: 'SELECT 1' }))).resolves.toBe('1\n');
  });

  it.each(['max_threads; DROP TABLE rows', "x' = 1; --"])('a setting named %s', async (name) => {
    const answer = await ask(pathOf({ query: 'SELECT 1', [name]: '1' }));
    expect(answer.headers['x-clickhouse-exception-code']).toBe('62');
    await expect(textOf(ask('/', { body: 'EXISTS rows' }))).resolves.toBe('1\n');
  });
});
