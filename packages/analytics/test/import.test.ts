import {
  appendFileSync,
  copyFileSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startEngine } from '../../../test/engine/start-engine.ts';
import type { Engine } from '../../../test/engine/start-engine.ts';
import { waitUntil } from '../../../test/waiting/wait-until.ts';
import { logImporter, migrateAnalytics, trafficQueries } from '../src/index.ts';
import type { ImportSummary, LogImporterOptions } from '../src/index.ts';
import { countIndependently } from './independent-count.ts';

const OWN_LOG = new URL('access.log', import.meta.url).pathname;

let engine: Engine;
let folder: string;
let run = 0;
let app: string;
beforeAll(async () => {
  engine = await startEngine();
  await migrateAnalytics(engine.client);
  folder = mkdtempSync(join(tmpdir(), 'emas-import-'));
});
afterAll(async () => {
  await engine.stop();
  rmSync(folder, { recursive: true });
});
beforeEach(() => {
  run += 1;
  app = `site-${run}`;
});
afterEach(async () => engine.serve());

const importLog = async (
  file: string,
  options: Partial<LogImporterOptions> = {},
): Promise<ImportSummary> =>
  logImporter({
    client: engine.client,
    app,
    timeZone: 'UTC',
    hosts: ['semicomplete.com'],
    ...options,
  }).importFile(file);
const leftOutOf = (summary: ImportSummary): number =>
  Object.values(summary.leftOut).reduce((sum, count) => sum + count, 0);
const question = () => ({ from: '2015-05-01', to: '2015-05-31' });
const queries = () =>
  trafficQueries({ client: engine.client, app, timeZone: 'UTC', smallCells: 1 });
const countedLines = async (): Promise<number> => {
  const { views } = await queries().totals(question());
  const leftOut = await queries().leftOut(question());
  return views + leftOut.reduce((sum, { count }) => sum + count, 0);
};

const LOGS: [string, string][] = [['the log of our own making', OWN_LOG]];
// Real logs tell of people, so none is in the project.
const realLog = process.env['EMAS_TEST_LOG'];
if (realLog !== undefined) LOGS.push(['a real log', realLog]);

describe.each(LOGS)('%s', (_, log) => {
  const expected = countIndependently(readFileSync(log, 'utf8'));

  it('is counted to the last line, and as somebody else counts it', async () => {
    const summary = await importLog(log, { batchLines: 3000 });
    expect(summary.views + leftOutOf(summary)).toBe(expected.lines);
    expect(summary).toMatchObject({
      lines: expected.lines,
      views: expected.views,
      visits: expected.visits,
      leftOut: expected.leftOut,
      complete: true,
    });
    const totals = await queries().totals(question());
    expect(totals).toMatchObject({
      views: expected.views,
      visits: expected.visits,
      visitors: expected.visitors,
    });
    expect(totals.bounceRate).toBeCloseTo(expected.bounces / expected.visits, 9);
    const pages = await queries().breakdown(question(), 'page', { limit: 5000 });
    expect(Object.fromEntries(pages.rows.map(({ value, views }) => [value, views]))).toEqual(
      expected.viewsByPage,
    );
    expect(await countedLines()).toBe(expected.lines);
  });

  it('changes nothing when it is imported again, plain or packed or rotated', async () => {
    await importLog(log);
    const before = await queries().totals(question());
    const packed = join(folder, `${run}.gz`);
    writeFileSync(packed, gzipSync(readFileSync(log)));
    const rotated = join(folder, `${run}.1`);
    copyFileSync(log, rotated);
    for (const file of [log, packed, rotated]) {
      await expect(importLog(file)).resolves.toMatchObject({ lines: 0, before: expected.lines });
    }
    await expect(queries().totals(question())).resolves.toEqual(before);
  });

  it('goes on behind the last whole batch after Ctrl-C', async () => {
    const stop = new AbortController();
    const stopped = await importLog(log, {
      batchLines: Math.ceil(expected.lines / 4),
      signal: stop.signal,
      onProgress: () => stop.abort(),
    });
    expect(stopped.complete).toBe(false);
    expect(stopped.lines).toBeLessThan(expected.lines);
    expect(await countedLines()).toBe(stopped.lines);
    const rest = await importLog(log);
    expect(rest).toMatchObject({ before: stopped.lines, complete: true });
    const totals = await queries().totals(question());
    // The visits that were open at the break are whole.
    expect(totals).toMatchObject({ views: expected.views, visits: expected.visits });
    expect(await countedLines()).toBe(expected.lines);
  });

  it('counts a batch once whose answer was lost', async () => {
    const exec = engine.client.exec.bind(engine.client);
    let calls = 0;
    const client = Object.assign(Object.create(engine.client) as typeof engine.client, {
      exec: async (parameters: Parameters<typeof exec>[0]) => {
        const outcome = await exec(parameters);
        calls += 1;
        if (calls === 2) throw Object.assign(new Error('DB::Exception'), { code: '27' });
        return outcome;
      },
    });
    await expect(
      importLog(log, { client, batchLines: Math.ceil(expected.lines / 4) }),
    ).rejects.toMatchObject({
      code: 'ERR_EMAS_IMPORT_ENGINE',
    });
    await importLog(log);
    await expect(queries().totals(question())).resolves.toMatchObject({
      views: expected.views,
      visits: expected.visits,
    });
    expect(await countedLines()).toBe(expected.lines);
  });
});

describe('a log', () => {
  const line = (
    time: string,
    path: string,
    agent = 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0',
  ): string =>
    `203.0.113.7 - - [17/May/2015:${time} +0000] "GET ${path} HTTP/1.1" 200 1 "-" "${agent}"\n`;

  it('is followed as it grows, and when it is replaced', async () => {
    const file = join(folder, 'growing.log');
    writeFileSync(file, line('10:00:00', '/one'));
    const stop = new AbortController();
    const following = importLog(file, { follow: true, signal: stop.signal });
    const until = async (views: number): Promise<void> => {
      const totals = () => queries().totals(question());
      const areThere = async (): Promise<boolean> => (await totals()).views === views;
      await waitUntil(`${views} views`, areThere, { state: totals });
    };
    await until(1);
    appendFileSync(file, `${line('10:01:00', '/two')}203.0.113.7 - - [17/May`);
    await until(2);
    appendFileSync(file, line('10:02:00', '/three').slice('203.0.113.7 - - [17/May'.length));
    await until(3);
    renameSync(file, `${file}.1`);
    writeFileSync(file, line('10:03:00', '/four'));
    await until(4);
    stop.abort();
    await expect(following).resolves.toMatchObject({ views: 4, visits: 1, leftOut: {} });
  });

  it('may be JSON, and is known for it', async () => {
    const file = join(folder, 'json.log');
    const record = {
      time_iso8601: '2015-05-17T10:00:00+00:00',
      remote_addr: '2001:db8::1',
      request: 'GET /claims/123456?utm_source=ref HTTP/1.1',
      status: 200,
      http_user_agent: 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0',
    };
    writeFileSync(file, `${JSON.stringify(record)}\n{"half":\n`);
    await expect(importLog(file)).resolves.toMatchObject({
      format: 'json',
      views: 1,
      leftOut: { invalid: 1 },
      malformed: [{ number: 2, text: '{"half":' }],
    });
    const { rows } = await queries().breakdown(question(), 'page');
    expect(rows.map(({ value }) => value)).toEqual(['/claims/:id']);
  });

  it('may be common: without agents, people are told apart by their addresses alone', async () => {
    const file = join(folder, 'common.log');
    const request = (address: string, second: number): string =>
      `${address} - - [17/May/2015:10:00:0${second} +0000] "GET / HTTP/1.0" 200 1\n`;
    writeFileSync(
      file,
      request('203.0.113.7', 0) + request('203.0.113.8', 1) + request('203.0.113.7', 2),
    );
    await expect(importLog(file)).resolves.toMatchObject({
      format: 'common',
      views: 3,
      visits: 2,
      leftOut: {},
    });
  });

  it('that has agents has bots without one', async () => {
    const file = join(folder, 'agents.log');
    writeFileSync(file, line('10:00:00', '/') + line('10:00:01', '/', '-'));
    await expect(importLog(file)).resolves.toMatchObject({ views: 1, leftOut: { bot: 1 } });
  });

  it('that names the host has no referrers of its own', async () => {
    const file = join(folder, 'vhost.log');
    const from = (time: string, host: string): string =>
      `portal.example:443 ${line(time, '/').replace('"-"', `"https://${host}/page"`)}`;
    writeFileSync(
      file,
      from('10:00:00', 'www.portal.example') + from('11:00:00', 'search.example'),
    );
    await expect(importLog(file)).resolves.toMatchObject({ format: 'vhost_combined', views: 2 });
    const { rows } = await queries().breakdown(question(), 'referrer');
    expect(rows.map(({ value }) => value).filter((value) => value !== '')).toEqual([
      'search.example',
    ]);
  });

  it('is passed over before a time', async () => {
    const file = join(folder, 'since.log');
    writeFileSync(file, line('10:00:00', '/') + line('12:00:00', '/'));
    const since = Date.UTC(2015, 4, 17, 11);
    await expect(importLog(file, { since })).resolves.toMatchObject({ views: 1, passedOver: 1 });
  });

  it('that cannot be read is named', async () => {
    await expect(importLog(join(folder, 'missing'))).rejects.toMatchObject({
      code: 'ERR_EMAS_IMPORT_FILE',
      message: expect.stringContaining('missing'),
    });
  });

  it('may be empty', async () => {
    const file = join(folder, 'empty.log');
    writeFileSync(file, '');
    await expect(importLog(file)).resolves.toMatchObject({ lines: 0, complete: true });
  });
});
