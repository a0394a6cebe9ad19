import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, test } from '@jest/globals';
import { allCommands } from './all-commands.ts';
import { makeDataFolder } from './data-folder.ts';
import type { DataFolder } from './data-folder.ts';
import { EMAS, runEmas, startEmas } from './run-emas.ts';
import type { Ended } from './run-emas.ts';

const ACCESS_LOG = fileURLToPath(new URL('../../analytics/test/access.log', import.meta.url));
const page = createServer((_req, res) => void res.end('a page'));
let data: DataFolder;

beforeAll(async () => {
  data = await makeDataFolder();
  page.listen(0, '127.0.0.1');
  await once(page, 'listening');
});
afterAll(() => {
  data.remove();
  page.close();
});

/** Beside an app whose data folder is the only thing that is known. */
const started = (...words: readonly string[]): Promise<Ended> =>
  startEmas(words, { EMAS_DATA: data.path });
const emas = (...words: readonly string[]): Promise<Ended> =>
  runEmas(words, { EMAS_DATA: data.path });

/** What each command needs besides, in an order in which each has something to do. */
const CALLS: readonly (readonly [
  name: string,
  words: () => readonly string[],
  isLines?: 'lines',
])[] = [
  ['logs tail', () => ['--no-follow'], 'lines'],
  ['logs search', () => [], 'lines'],
  ['logs stats', () => []],
  ['logs verify', () => []],
  ['hash', () => ['ali']],
  ['updates', () => [], 'lines'],
  ['deprecations', () => []],
  ['logins analyse', () => []],
  ['blocks', () => []],
  ['block', () => ['203.0.113.0/24', '--for', '1h', '--reason', 'a test']],
  ['unblock', () => ['203.0.113.0/24']],
  ['consent verify', () => []],
  ['consent show', () => [data.receipt]],
  ['consent export', () => [], 'lines'],
  ['import', () => [ACCESS_LOG]],
  ['traffic', () => []],
  ['forget', () => []],
  ['incidents list', () => []],
  ['privacy map', () => []],
  ['privacy retention', () => []],
  ['privacy notice', () => []],
  ['privacy record', () => []],
  ['privacy changes', () => []],
  ['breach', () => []],
  ['subject export', () => ['--account', 'ali']],
  ['subject erase', () => ['--account', 'ali']],
  ['spool list', () => []],
  ['spool show', () => []],
  ['spool retry', () => []],
  ['init', () => [join(data.path, 'app')]],
  ['completion', () => ['bash']],
  ['config check', () => []],
  ['doctor', () => [`http://127.0.0.1:${(page.address() as AddressInfo).port}`]],
];

const ALL = await allCommands();

/** sessions-command.test.ts. */
const OF_REDIS = ['sessions end', 'sessions list'];
/** Of the engine and all that it holds: engine-command, transfer-command and incidents-command.test.ts. */
const OF_THE_ENGINE = ['backup', 'copy', 'engine', 'incidents change', 'restore'];

test('every command is called', () => {
  const called = [...CALLS.map(([name]) => name), ...OF_THE_ENGINE, ...OF_REDIS];
  expect(called.toSorted()).toEqual(ALL.map(({ name }) => name).toSorted());
});

describe.each(CALLS)(
  'emas %s, without a flag that says where things are',
  (name, words, isLines) => {
    it(`answers in JSON, ${isLines === undefined ? 'in one document' : 'a document a line'}`, async () => {
      const { code, out, err } = await started(...name.split(' '), ...words(), '--json');
      expect({ code, err }).toEqual({ code: 0, err: '' });
      const documents = out.trimEnd().split('\n');
      if (isLines === undefined) expect(documents).toHaveLength(1);
      else expect(documents.length).toBeGreaterThan(0);
      for (const text of documents) expect(typeof JSON.parse(text)).toBe('object');
      // Times are told one way: no number is that large but milliseconds since 1970.
      expect(out).not.toMatch(/:\s*1[6-9]\d{11}\b/);
    });
  },
);

/** For people: these print lines of the log in a pipe, so they are not among them. */
const SHOWN = CALLS.filter(
  ([name]) => !/^(?:logs (?:tail|search)|(?:un)?block|import)$/.test(name),
);

describe.each(SHOWN)('emas %s, for people', (name, words) => {
  it('prints nothing that a terminal obeys', async () => {
    const { code, out } = await emas(...name.split(' '), ...words());
    expect(code).toBe(0);
    expect(out).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
    expect(out).toMatch(/\n$/);
  });
});

describe('places', () => {
  it('a flag wins over the environment', async () => {
    const { code, err } = await emas('blocks', '--file', '/nowhere/blocks.json');
    expect(code).toBe(3);
    expect(err).toContain('the folder /nowhere does not exist');
    expect((await emas('logs', 'stats', data.path)).err).toContain(
      `There are no log files in ${data.path}. They are in ${data.logs}: give that folder.`,
    );
  });

  it('a data folder that is given for the engine’s is looked into', async () => {
    const { out } = await started('import', ACCESS_LOG, '--data', data.path);
    expect(out).toContain('0 lines, 400 were imported before');
  });
});

describe('a reader that goes away', () => {
  it('ends the command without a word', async () => {
    const words = `"${process.execPath}" "${EMAS}" logs search "${data.logs}" | head -n 1 >/dev/null`;
    const script = `for n in 1 2 3; do ${words}; echo "\${PIPESTATUS[0]}"; done`;
    const ended = await new Promise<string>((resolve) => {
      execFile('bash', ['-c', script], (_error, out, err) => resolve(`${out}${err}`));
    });
    expect(ended).toBe('0\n0\n0\n');
  });
});

test('a wrong key is found, and a missing one could not be tried', async () => {
  const other = join(data.path, 'blocks.json');
  const wrong = await emas('logs', 'verify', '--key-file', other);
  expect(wrong.code).toBe(1);
  expect(wrong.out).toMatch(/chains are broken\.\n$/);
  const missing = await emas('logs', 'verify', '--key-file', '/nowhere');
  expect(missing.code).toBe(3);
});
