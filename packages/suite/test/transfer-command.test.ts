import {
  existsSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connect } from '@emas/clickhouse';
import { contentOf, heldTables } from '../../clickhouse/src/transfer/tables.ts';
import { startEngine } from '../../../test/engine/start-engine.ts';
import type { Engine } from '../../../test/engine/start-engine.ts';
import { startEmas } from './run-emas.ts';
import type { Ended } from './run-emas.ts';

/* `emas backup`, `emas restore` and `emas copy`, with figures of a real log. */

const ACCESS_LOG = fileURLToPath(new URL('../../analytics/test/access.log', import.meta.url));
const work = mkdtempSync(join(tmpdir(), 'emas-transfer-'));
const data = join(work, 'data');
const file = join(work, 'figures.tar.zst');

const emas = (...words: readonly string[]): Promise<Ended> => startEmas(words, { EMAS_DATA: data });

/** All tables that have rows, with what is in them. */
async function contents(
  client: ReturnType<typeof connect>,
): Promise<readonly (readonly [string, object])[]> {
  const held: (readonly [string, object])[] = [];
  for (const table of await heldTables(client)) {
    const content = await contentOf(client, table);
    if (content.rows > 0) held.push([table.name, content]);
  }
  return held;
}

async function contentsIn(folder: string): Promise<readonly (readonly [string, object])[]> {
  const client = connect({ embedded: join(folder, 'clickhouse') });
  try {
    return await contents(client);
  } finally {
    await client.close();
  }
}

let before: readonly (readonly [string, object])[];
beforeAll(async () => {
  const { code } = await emas('import', ACCESS_LOG, '--app', 'portal');
  expect(code).toBe(0);
  before = await contentsIn(data);
  expect(before.length).toBeGreaterThan(2);
});
afterAll(() => rmSync(work, { recursive: true, force: true }));

describe('a folder without an engine', () => {
  it.each([
    ['backup', join(work, 'nothing.tar.zst')],
    ['copy', '--to', 'http://127.0.0.1:9'],
  ])('%s %s takes it for a slip, and makes none there', async (...words) => {
    const folder = join(work, 'misspelt');
    const { code, err } = await emas(...words, '--data', folder);
    expect({ code, err }).toMatchObject({ code: 2, err: expect.stringContaining(folder) });
    expect(existsSync(folder)).toBe(false);
    expect(existsSync(join(work, 'nothing.tar.zst'))).toBe(false);
  });
});

it('restore of a file that is not there makes no engine', async () => {
  const folder = join(work, 'for nothing');
  const words = ['restore', join(work, 'nope.tar.zst'), '--data', folder];
  const { code, err } = await emas(...words);
  expect({ code, err }).toMatchObject({ code: 2, err: expect.stringContaining('does not exist') });
  expect(existsSync(folder)).toBe(false);
});

it('copy to what is no server names its option, and repeats no password', async () => {
  for (const to of ['ftp://x', 'http://ali:secret@x']) {
    const { code, err } = await emas('copy', '--to', to);
    expect({ code, err }).toMatchObject({ code: 2, err: expect.stringContaining('(--to, or') });
    expect(err).not.toContain('secret');
  }
});

describe('emas backup', () => {
  it('writes a file while an app has the engine open, for this user alone', async () => {
    const app = connect({ embedded: join(data, 'clickhouse') });
    await app.ping();
    const { code, out } = await emas('backup', file, '--json');
    await app.close();
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ file, bytes: statSync(file).size });
    expect(statSync(file).mode & 0o077).toBe(0);
    expect(readdirSync(work).toSorted()).toEqual(['data', 'figures.tar.zst']);
  });

  it('replaces no file', async () => {
    const size = statSync(file).size;
    const { code, err } = await emas('backup', file);
    expect(code).toBe(2);
    expect(err).toContain('exists already');
    expect(statSync(file).size).toBe(size);
  });

  it.each([
    ['figures.zip', 'does not end with .tar.zst'],
    ['/nowhere/figures.tar.zst', 'is in a folder that does not exist'],
  ])('%s ends with 2', async (name, message) => {
    const { code, err } = await emas('backup', name);
    expect({ code, isTold: err.includes(message) }).toEqual({ code: 2, isTold: true });
    expect(existsSync(name)).toBe(false);
  });
});

describe('emas restore', () => {
  it('brings back every figure', async () => {
    const other = join(work, 'other');
    const { code, out } = await emas('restore', file, '--data', join(other, 'clickhouse'));
    expect(code).toBe(0);
    expect(out).toMatch(/^[\d,]+ rows of /);
    expect(await contentsIn(other)).toEqual(before);
    const again = await emas(
      'import',
      ACCESS_LOG,
      '--app',
      'portal',
      '--data',
      join(other, 'clickhouse'),
    );
    expect(again.out).toContain('0 lines, 400 were imported before');
  });

  it('overwrites nothing', async () => {
    const { code, err } = await emas('restore', file);
    expect(code).toBe(3);
    expect(err).toMatch(/already has \d+ rows/);
    expect(await contentsIn(data)).toEqual(before);
  });

  it('a damaged file is told, and is no figure', async () => {
    const damaged = join(work, 'damaged.tar.zst');
    const third = join(work, 'third');
    await emas('backup', damaged);
    truncateSync(damaged, Math.floor(statSync(damaged).size / 2));
    const { code, err } = await emas('restore', damaged, '--data', join(third, 'clickhouse'));
    expect({ code, isTold: err.includes('The engine failed') }).toEqual({
      code: 3,
      isTold: true,
    });
    expect(err).not.toContain('Stack trace');
    writeFileSync(damaged, '');
  });

  it('a file that is no backup takes no table away', async () => {
    const wrong = join(work, 'wrong.tar.zst');
    writeFileSync(wrong, 'no archive');
    const folder = join(work, 'fourth');
    const client = connect({ embedded: folder });
    await client.command({
      query: 'CREATE TABLE emas_kept (k UInt8) ENGINE = MergeTree ORDER BY k',
    });
    const { code } = await emas('restore', wrong, '--data', folder);
    expect(code).toBe(3);
    const result = await client.query({ query: 'EXISTS emas_kept', format: 'JSONEachRow' });
    await expect(result.json()).resolves.toEqual([{ result: 1 }]);
    await client.close();
  });
});

describe('emas copy', () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await startEngine();
  });
  afterAll(() => engine.stop());

  it('a server that is away is no loss: the same command copies all, each row once', async () => {
    await engine.refuse();
    const away = await emas('copy', '--to', engine.url);
    expect(away.code).toBe(3);
    expect(away.err).toContain('ClickHouse did not answer');
    await engine.serve();
    const { code, out } = await emas('copy', '--to', engine.url);
    expect(code).toBe(0);
    expect(out).toContain('the same on both sides');
    expect(await contents(engine.client)).toEqual(before);
    expect(existsSync(join(data, 'clickhouse', 'copy.json'))).toBe(false);
  });

  it('does not mix with figures that are there', async () => {
    const { code, err } = await emas('copy', '--to', engine.url);
    expect(code).toBe(3);
    expect(err).toContain('already has rows');
    expect(await contents(engine.client)).toEqual(before);
  });
});
