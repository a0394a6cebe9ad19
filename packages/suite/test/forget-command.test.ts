import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startEngine } from '../../../test/engine/start-engine.ts';
import type { Engine } from '../../../test/engine/start-engine.ts';
import { runEmas } from './run-emas.ts';
import type { Ended } from './run-emas.ts';

const LOG = fileURLToPath(new URL('../../analytics/test/access.log', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'emas-forget-'));
/** The same traffic on another day. */
const NEXT = join(folder, 'next.log');
writeFileSync(NEXT, readFileSync(LOG, 'utf8').replaceAll('17/May/2015', '18/May/2015'));

let engine: Engine;
beforeAll(async () => {
  engine = await startEngine();
});
afterAll(async () => {
  await engine.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Figures are exact, so that they can be compared. */
const emas = (...words: readonly string[]): Promise<Ended> =>
  runEmas([...words, '--url', engine.url], { EMAS_SMALL_CELLS: '1', EMAS_TIME_ZONE: 'UTC' });
const fill = async (app: string, ...logs: readonly string[]): Promise<void> => {
  expect(await emas('import', ...logs, '--app', app)).toMatchObject({ code: 0, err: '' });
};
/** Nobody's figures but those of a closed day are asked for. */
const viewsOf = async (app: string): Promise<number> => {
  const rows = await engine.rows<{ views: number | string }>(
    `SELECT sum(views) AS views FROM emas_cells WHERE app = '${app}' AND dimension1 = ''`,
  );
  return Number(rows[0]?.views);
};

describe('emas forget', () => {
  it('says what it would remove, and removes it with --yes, of this app alone', async () => {
    for (const app of ['shop', 'portal']) await fill(app, LOG, NEXT);
    const what = '228 views on 2 days (2015-05-17 to 2015-05-18), 2 imported logs.\n';
    expect(await emas('forget', '--app', 'shop')).toEqual({
      code: 0,
      out: `shop: ${what}Nothing was removed. To remove this, add --yes.\n`,
      err: '',
    });
    expect(await viewsOf('shop')).toBe(228);
    expect(await emas('forget', '--app', 'shop', '--yes')).toEqual({
      ...{ code: 0, out: `Removed from shop: ${what}`, err: '' },
    });
    expect(await viewsOf('shop')).toBe(0);
    expect(await viewsOf('portal')).toBe(228);
    expect(await emas('forget', '--app', 'shop', '--yes')).toEqual({
      code: 3,
      out: '',
      err: 'emas: shop has no traffic figures; apps that have some: portal. Give the app with --app.\n',
    });
  });

  it('names no imported logs where there are none', async () => {
    await engine.client.command({
      query: `INSERT INTO emas_open (app, day, kind, key_texts) VALUES ('live', '2026-11-20', 'hit', '1 2')`,
    });
    expect((await emas('forget', '--app', 'live')).out).toMatch(
      /^live: 2 views on 1 day \(2026-11-20\)\.\n/,
    );
  });

  it('tells programs whether it removed something', async () => {
    await fill('json', LOG);
    const kept = {
      app: 'json',
      days: 1,
      from: '2015-05-17',
      to: '2015-05-17',
      views: 114,
      logs: 1,
    };
    for (const [words, removed] of [[[], false] as const, [['--yes'], true] as const]) {
      const { out } = await emas('forget', '--app', 'json', '--json', ...words);
      expect(JSON.parse(out)).toEqual({ ...kept, removed });
    }
  });

  it('makes no engine where there is none', async () => {
    const nowhere = join(folder, 'nowhere');
    for (const words of [
      ['forget'],
      ['import', '--forget'],
      ['import', LOG, '--again', '--dry-run'],
    ]) {
      expect(await runEmas([...words, '--app', 'shop', '--data', nowhere])).toEqual({
        code: 2,
        out: '',
        err: `emas: There is no engine's data in ${nowhere}. Give the folder with --data, or set EMAS_DATA.\n`,
      });
    }
    expect(existsSync(nowhere)).toBe(false);
    expect(await runEmas(['forget', '--app', 'shop', '--url', 'http://127.0.0.1:9'])).toMatchObject(
      {
        ...{ code: 3, err: expect.stringContaining('ClickHouse did not answer') },
      },
    );
  });
});

describe('emas import --forget', () => {
  it('removes what came from all logs, which then count again', async () => {
    await fill('all', LOG, NEXT);
    const words = ['import', '--forget', '--app', 'all'];
    for (const dry of [[], ['--dry-run']]) {
      expect(await emas(...words, ...dry)).toMatchObject({
        ...{ code: 0, out: expect.stringContaining('Nothing was removed.') },
      });
    }
    expect(await viewsOf('all')).toBe(228);
    expect((await emas(...words, '--yes')).out).toBe(
      'Removed from all: 228 views on 2 days (2015-05-17 to 2015-05-18), 2 imported logs.\n',
    );
    expect(await viewsOf('all')).toBe(0);
    expect(await emas(...words, '--yes')).toMatchObject({
      code: 3,
      err: expect.stringMatching(/^emas: all has no figures from logs; apps that have some: /),
    });
    await fill('all', LOG, NEXT);
    expect(await viewsOf('all')).toBe(228);
  });

  it('removes one log alone, where its days are its own', async () => {
    await fill('one', LOG, NEXT);
    const words = ['import', '--forget', NEXT, '--app', 'one', '--json'];
    expect(JSON.parse((await emas(...words, '--yes')).out)).toMatchObject({
      ...{ days: 1, from: '2015-05-18', views: 114, logs: 1, removed: true },
    });
    expect(await viewsOf('one')).toBe(114);
    expect(await emas(...words, '--yes')).toMatchObject({
      ...{ code: 3, err: expect.stringContaining('None of these logs was imported for one.') },
    });
  });
});

describe('emas import --again', () => {
  it('counts a log once, however often', async () => {
    await fill('again', LOG, NEXT);
    for (let time = 0; time < 2; time += 1) {
      const { code, out } = await emas('import', NEXT, '--app', 'again', '--again');
      expect(code).toBe(0);
      expect(out).toContain(
        '400 lines, instead of 400 that were counted before (2015-05-18)\n  page views           114',
      );
      expect(await viewsOf('again')).toBe(228);
    }
    const dry = await emas('import', NEXT, '--app', 'again', '--again', '--dry-run', '--json');
    expect(JSON.parse(dry.out)).toMatchObject([{ instead: { lines: 400, from: '2015-05-18' } }]);
    expect((await emas('import', NEXT, '--app', 'again')).out).toContain('0 lines, 400 were');
  });

  it('refuses a log that shares its days with another one', async () => {
    const twin = join(folder, 'twin.log');
    writeFileSync(twin, readFileSync(LOG, 'utf8').split('\n').slice(1).join('\n'));
    await fill('twins', LOG, twin);
    expect(await emas('import', LOG, '--app', 'twins', '--again')).toEqual({
      code: 3,
      out: '',
      err: 'emas: Nothing was changed: another log with lines of the same days (2015-05-17 to 2015-05-17) was imported, and figures do not say which log they came from. Give those logs as well; or forget all imports of the app (emas import --forget), then import all of its logs.\n',
    });
    expect(await emas('import', LOG, twin, '--app', 'twins', '--again')).toMatchObject({ code: 0 });
  });
});

describe('what an import keeps of small groups', () => {
  const smallest = async (variables: Record<string, string>, app: string): Promise<string> => {
    const words = ['import', LOG, '--app', app, '--url', engine.url, '--time-zone', 'UTC'];
    const { out } = await runEmas(words, { NODE_ENV: undefined, ...variables });
    const [cell] = await engine.rows<{ least: number }>(
      `SELECT min(visitors) AS least FROM emas_cells WHERE app = '${app}' AND dimension1 != 'left_out'`,
    );
    return `${cell?.least ?? 0} ${/^Closed days .*$/m.exec(out)?.[0] ?? ''}`;
  };

  it('follows what the app beside it has, and is said', async () => {
    expect(await smallest({ NODE_ENV: 'development' }, 'development')).toBe(
      '1 Closed days keep every figure as it is (NODE_ENV is development).',
    );
    expect(await smallest({ NODE_ENV: 'production' }, 'production')).toBe(
      '5 Closed days keep figures of 5 visitors or more (EMAS_SMALL_CELLS is not set; an app in development has 1).',
    );
    expect(await smallest({ EMAS_SMALL_CELLS: '7', NODE_ENV: 'development' }, 'seven')).toBe(
      '7 Closed days keep figures of 7 visitors or more (EMAS_SMALL_CELLS is 7).',
    );
  });

  it('is coarse where nothing says that the app is in development', async () => {
    expect(await smallest({}, 'unknown')).toMatch(/^5 /);
  });
});

it.each<[string[], RegExp]>([
  [['import', '--forget', '--again', LOG], /'--forget' cannot be used with option '--again'/],
  [['import', '--forget', '--yes', '--dry-run'], /'--yes' cannot be used with option '--dry-run'/],
  [['import', LOG, '--yes'], /option '--yes' is for --forget/],
  [['import', '--again'], /missing required argument 'files'/],
  [['forget', '--app', 'a b'], /Expected letters, digits/],
  [['forget'], /No ClickHouse was named/],
])('ends with 2 and says what is wrong with %j', async (words, message) => {
  const { code, out, err } = await runEmas(words);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toMatch(message);
});
