import { randomBytes } from 'node:crypto';
import { truncateSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { logImporter } from '../src/index.ts';
import { FIREFOX, requestLine, startImports } from './import-harness.ts';
import type { ImportHarness } from './import-harness.ts';

let imports: ImportHarness;
let run = 0;
let app: string;
beforeAll(async () => {
  imports = await startImports();
});
afterAll(async () => imports.stop());

const log = Array.from({ length: 40 }, (_, n) =>
  requestLine(n * 60, '203.0.113.7', `/page-${n}`),
).join('');
/** As IIS writes it. */
const AGENT = FIREFOX.replaceAll(' ', '+');
const nextApp = (): string => {
  run += 1;
  return `unread-${run}`;
};

describe('of what cannot be read', () => {
  it.each<[string, Buffer | string, object, RegExp]>([
    [
      'a log in another format',
      log,
      { format: 'json' },
      /40 are not requests in the format json: line 1 is "203\.0/,
    ],
    [
      'a log by other fields',
      log,
      { fields: 'time=t,address=a,url=u,status=s' },
      /JSON by its fields/,
    ],
    [
      'prose',
      'Dear all,\n\nplease find attached.\n',
      {},
      /3 lines, 3 are not requests in any access log format/,
    ],
    [
      'events that are not requests',
      '{"level":30,"time":1795140000000,"msg":"started"}\n',
      {},
      /1 are not requests in any access log format.*"started/,
    ],
    ['bytes', Buffer.concat([Buffer.alloc(64), randomBytes(5000)]), {}, /It may be a binary file/],
    ['packed bytes', gzipSync(Buffer.alloc(5000)), {}, /It may be a binary file/],
    [
      'what a terminal obeys',
      '\u001B[2Jgone\u202E\n',
      {},
      /line 1 is "\\u\{1b\}\[2Jgone\\u\{202e\}"/,
    ],
    [
      'a log of which most is something else',
      `${'noise\n'.repeat(41)}${log}`,
      {},
      /81 lines, 41 are not requests in the format combined/,
    ],
  ])('%s nothing is written', async (_name, bytes, options, message) => {
    app = nextApp();
    const path = imports.file(app, bytes);
    await expect(imports.import(app, path, options)).rejects.toMatchObject({
      code: 'ERR_EMAS_IMPORT_FORMAT',
      message: expect.stringMatching(message),
      help: expect.stringContaining('combined, vhost_combined, json'),
    });
    expect(await imports.hasRecords(app)).toBe(false);
    expect(await imports.kept(app)).toMatchObject({ views: 0, invalid: 0 });
  });

  it('nothing more is read: not a terabyte without a line break', async () => {
    app = nextApp();
    const path = imports.file(app, '');
    truncateSync(path, 2 ** 40);
    await expect(imports.import(app, path)).rejects.toMatchObject({
      code: 'ERR_EMAS_IMPORT_FORMAT',
      message: expect.stringContaining('It may be a binary file'),
    });
  });

  it('the right format counts all afterwards', async () => {
    app = nextApp();
    const path = imports.file(app, log);
    await expect(imports.import(app, path, { format: 'w3c' })).rejects.toMatchObject({
      code: 'ERR_EMAS_IMPORT_FORMAT',
    });
    await expect(imports.import(app, path)).resolves.toMatchObject({ views: 40, before: 0 });
    expect(await imports.kept(app)).toMatchObject({ views: 40 });
  });

  it('a broken packed file and a format that is none are named', async () => {
    app = nextApp();
    const broken = imports.file(app, gzipSync(log).subarray(0, 100));
    await expect(imports.import(app, broken)).rejects.toMatchObject({
      code: 'ERR_EMAS_LOG_UNPACK',
    });
    const path = imports.file(`${app}.log`, log);
    await expect(imports.import(app, path, { format: 'xml' })).rejects.toMatchObject({
      code: 'ERR_EMAS_LOG_FORMAT',
    });
    expect(await imports.hasRecords(app)).toBe(false);
  });
});

describe('lines that do not read', () => {
  it('behind a thousand that do are counted and shown, and how many there are', async () => {
    app = nextApp();
    const path = imports.file(app, `${log.repeat(25)}${'noise\n'.repeat(1100)}`);
    const summary = await imports.import(app, path);
    expect(summary).toMatchObject({ lines: 2100, views: 1000, strange: 1100 });
    expect(summary.leftOut).toEqual({ invalid: 1100 });
    expect(summary.malformed[0]).toEqual({ number: 1001, text: 'noise' });
    expect(summary.malformed).toHaveLength(5);
  });

  it('of connections without a request are of the format, and no page views', async () => {
    app = nextApp();
    const idle = requestLine(5, '203.0.113.9', '/').replace('GET / HTTP/1.1', '-');
    const path = imports.file(app, `${idle.repeat(30)}${requestLine(9, '203.0.113.7', '/')}`);
    await expect(imports.import(app, path)).resolves.toMatchObject({
      views: 1,
      strange: 0,
      malformed: [],
      leftOut: { invalid: 30 },
    });
  });

  it('of other events in a JSON log are neither, however many they are', async () => {
    app = nextApp();
    const event = '{"level":30,"time":1795140000000,"msg":"saved"}\n';
    const req = {
      method: 'GET',
      url: '/claims',
      remoteAddress: '203.0.113.7',
      headers: { 'user-agent': FIREFOX },
    };
    const request = JSON.stringify({
      level: 30,
      time: 1_795_140_000_000,
      req,
      res: { statusCode: 200 },
    });
    const path = imports.file(app, `${event.repeat(30)}${request}\n`);
    await expect(imports.import(app, path)).resolves.toMatchObject({
      format: 'json',
      views: 1,
      comments: 30,
      strange: 0,
      leftOut: {},
    });
  });

  it('of headers and nothing are neither', async () => {
    app = nextApp();
    const fields =
      '#Version: 1.0\n#Fields: date time c-ip cs-method cs-uri-stem sc-status cs(User-Agent)\n';
    const line = (n: number): string =>
      `2026-11-20 10:00:0${n} 203.0.113.7 GET /p${n} 200 ${AGENT}\n`;
    const path = imports.file(app, `${fields}${line(1)}${line(2)}\n${fields}${line(3)}`);
    await expect(imports.import(app, path)).resolves.toMatchObject({
      format: 'w3c',
      lines: 8,
      views: 3,
      comments: 5,
      leftOut: {},
    });
  });
});

it('a log of headers alone is no fault, and waits for its requests', async () => {
  app = nextApp();
  const fields = '#Fields: date time c-ip cs-method cs-uri-stem sc-status cs(User-Agent)\n';
  await expect(imports.import(app, imports.file(app, fields))).resolves.toMatchObject({
    lines: 0,
    complete: true,
  });
  const more = `${fields}2026-11-20 10:00:00 203.0.113.7 GET /p 200 ${AGENT}\n`;
  await expect(imports.import(app, imports.file(app, more))).resolves.toMatchObject({ views: 1 });
});

it('targets that name no page are none', async () => {
  app = nextApp();
  const line = requestLine(1, '203.0.113.7', '/');
  const targets = [
    'GET https://portal.example/claims',
    'GET http://portal.example',
    'GET %.',
    'OPTIONS *',
  ];
  const path = imports.file(app, targets.map((target) => line.replace('GET /', target)).join(''));
  await expect(imports.import(app, path)).resolves.toMatchObject({
    views: 2,
    leftOut: { invalid: 1, method: 1 },
  });
  expect(await imports.pages(app)).toEqual(['/', '/claims']);
});

it('a dry run counts the same and leaves nothing', async () => {
  app = nextApp();
  const path = imports.file(app, `${log}noise\n`);
  const dry = await logImporter({ client: undefined, app, timeZone: 'UTC' }).importFile(path);
  expect(await imports.hasRecords(app)).toBe(false);
  expect(dry).toMatchObject({ views: 40, visits: 1, format: 'combined' });
  await expect(imports.import(app, path)).resolves.toEqual(dry);
});

describe('the host of most referrers', () => {
  const from = (count: number, referrer: string): string =>
    requestLine(1, '203.0.113.7', '/', referrer).repeat(count);

  it.each<[string, string, string | undefined]>([
    [
      'with whole addresses is named',
      from(30, 'https://www.portal.example/claims'),
      'portal.example',
    ],
    ['without paths is a search engine', from(30, 'https://search.example/'), undefined],
    [
      'is not named where it is half of them',
      from(20, 'https://a.example/x') + from(20, 'https://b.example/x'),
      undefined,
    ],
    ['is not named for a few', from(19, 'https://portal.example/claims'), undefined],
  ])('%s', async (_name, text, expected) => {
    app = nextApp();
    const summary = await imports.import(app, imports.file(app, text));
    expect(summary.ownHost).toBe(expected);
  });

  it('is not the one that --host names', async () => {
    app = nextApp();
    const path = imports.file(app, from(30, 'https://www.portal.example/claims'));
    const summary = await imports.import(app, path, { hosts: ['portal.example'] });
    expect(summary.ownHost).toBeUndefined();
  });
});
