import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SEED, times } from '../../../test/runner/repetition.ts';
import { FIREFOX, requestLine, startImports } from './import-harness.ts';
import type { ImportHarness } from './import-harness.ts';
import { randomFrom } from '../../../test/runner/random-from.js';

let imports: ImportHarness;
let run = 0;
let app: string;
beforeAll(async () => {
  imports = await startImports();
});
afterAll(async () => imports.stop());
const nextApp = (): string => {
  run += 1;
  return `identity-${run}`;
};

const AGENT = FIREFOX.replaceAll(' ', '+');
/** What a balancer asks of each server at midnight. */
const PROBE = requestLine(0, '10.0.0.1', '/health', '-', 'ELB-HealthChecker/2.0');
const linesOf = (server: number, count: number): string[] =>
  Array.from({ length: count }, (_, n) =>
    requestLine(n + 1, `203.0.113.${server}`, `/server-${server}/page-${n}`),
  );
const logOf = (server: number, count: number): string => PROBE + linesOf(server, count).join('');

describe('two logs that begin with the same line', () => {
  it.each([20, 2000])('are two logs, of %d lines each', async (count) => {
    app = nextApp();
    const [one, two] = [1, 2].map((server) =>
      imports.file(`${app}-${server}`, logOf(server, count)),
    );
    for (const path of [one ?? '', two ?? '']) {
      await expect(imports.import(app, path)).resolves.toMatchObject({ views: count, before: 0 });
    }
    for (const path of [one ?? '', two ?? '']) {
      await expect(imports.import(app, path)).resolves.toMatchObject({
        lines: 0,
        before: count + 1,
      });
    }
    expect(await imports.kept(app)).toMatchObject({ views: 2 * count });
  });

  it('are two, however long the balancer was alone with them', async () => {
    app = nextApp();
    const alone = PROBE.repeat(500);
    expect(alone.length).toBeLessThan(64 * 1024);
    for (const server of [1, 2]) {
      const path = imports.file(`${app}-${server}`, alone + linesOf(server, 500).join(''));
      await expect(imports.import(app, path)).resolves.toMatchObject({ views: 500, before: 0 });
    }
  });

  it('stay two when one was imported while it had that line alone', async () => {
    app = nextApp();
    const short = imports.file(`${app}-1`, PROBE);
    await imports.import(app, short);
    await imports.import(app, imports.file(`${app}-2`, logOf(2, 2000)));
    const grown = imports.file(`${app}-1`, logOf(1, 2000));
    await expect(imports.import(app, grown)).resolves.toMatchObject({ views: 2000, before: 1 });
    expect(await imports.kept(app)).toMatchObject({ views: 4000 });
  });
});

it('a log keeps its name while it grows, past 64 KiB, and in packed copies', async () => {
  app = nextApp();
  const whole = logOf(1, 1500);
  expect(whole.length).toBeGreaterThan(3 * 65_536);
  const lines = whole.split(/(?<=\n)/);
  let before = 0;
  for (const count of [1, 2, 10, 100, 300, 700, 1000, lines.length]) {
    const path = imports.file(app, lines.slice(0, count).join(''));
    await expect(imports.import(app, path)).resolves.toMatchObject({
      before,
      lines: count - before,
    });
    before = count;
  }
  for (const program of ['gzip', 'bzip2', 'xz', 'zstd']) {
    const packed = imports.file(
      `${app}.${program}`,
      execFileSync(program, ['-c'], { input: whole }),
    );
    await expect(imports.import(app, packed)).resolves.toMatchObject({ lines: 0, before });
  }
  const rotated = imports.file(`${app}.1`, whole);
  await expect(imports.import(app, rotated)).resolves.toMatchObject({ lines: 0, before });
  expect(await imports.kept(app)).toMatchObject({ views: 1500 });
});

it(`counts each line once however the log grows and the database fails (SEED=${SEED})`, async () => {
  const random = randomFrom(SEED);
  const { client } = imports.engine;
  const exec = client.exec.bind(client);
  for (let round = 0; round < times(60); round += 1) {
    app = nextApp();
    const lines = logOf(round % 250, 400 + Math.floor(random() * 400)).split(/(?<=\n)/);
    let calls = 1 + Math.floor(random() * 6);
    const failing = Object.assign(Object.create(client) as typeof client, {
      exec: async (parameters: Parameters<typeof exec>[0]) => {
        calls -= 1;
        // Either what was sent does not arrive, or the answer does not.
        const fault = Object.assign(new Error('DB::Exception'), { code: '27' });
        if (calls === 0 && random() < 0.5) throw fault;
        const outcome = await exec(parameters);
        if (calls === 0) throw fault;
        return outcome;
      },
    });
    for (let count = 0; count < lines.length;) {
      count = Math.min(lines.length, count + 1 + Math.floor(random() * 300));
      const path = imports.file(app, lines.slice(0, count).join(''));
      const batchLines = 1 + Math.floor(random() * 200);
      await imports.import(app, path, { client: failing, batchLines }).catch((error: unknown) => {
        expect(error).toMatchObject({ code: 'ERR_EMAS_IMPORT_ENGINE' });
        calls = 1 + Math.floor(random() * 6);
      });
    }
    const path = imports.file(app, lines.join(''));
    await expect(imports.import(app, path)).resolves.toMatchObject({ complete: true });
    expect(await imports.kept(app)).toMatchObject({ views: lines.length - 1 });
  }
});

it('goes on in the middle of a W3C log, by the columns that were named before', async () => {
  app = nextApp();
  const fields = (order: string): string =>
    `#Fields: ${order} cs-method sc-status cs(User-Agent)\n`;
  const first = Array.from(
    { length: 30 },
    (_, n) => `2026-11-20 10:00:${10 + n} 203.0.113.7 /a${n} GET 200 ${AGENT}\n`,
  );
  const second = Array.from(
    { length: 30 },
    (_, n) => `/b${n} 203.0.113.7 2026-11-20 10:01:${10 + n} GET 200 ${AGENT}\n`,
  );
  const text = [
    fields('date time c-ip cs-uri-stem'),
    ...first,
    fields('cs-uri-stem c-ip date time'),
    ...second,
  ].join('');
  const path = imports.file(app, text);
  const stop = new AbortController();
  const onProgress = (): void => stop.abort();
  await imports.import(app, path, { batchLines: 45, signal: stop.signal, onProgress });
  expect(await imports.kept(app)).toMatchObject({ views: 43 });
  await imports.import(app, path);
  expect(await imports.kept(app)).toMatchObject({ views: 60, visits: 1, invalid: 0 });
});
