import { appendFileSync, renameSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SEED, times } from '../../../test/runner/repetition.ts';
import { waitUntil } from '../../../test/waiting/wait-until.ts';
import { logImporter } from '../src/index.ts';
import type { ImportSummary, LogImporterOptions } from '../src/index.ts';
import { requestLine, startImports } from './import-harness.ts';
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
  return `merge-${run}`;
};
const importAll = async (
  paths: readonly string[],
  options: Partial<LogImporterOptions> = {},
): Promise<ImportSummary[]> =>
  logImporter({ client: imports.engine.client, app, timeZone: 'UTC', ...options }).importFiles(
    paths,
  );

/** Visits over two midnights, in the order of time. */
function traffic(random: () => number, visits: number): string[] {
  const requests: { second: number; line: string }[] = [];
  for (let visit = 0; visit < visits; visit += 1) {
    const address = `203.0.113.${Math.floor(random() * 200)}`;
    let second = Math.floor((random() * 3 - 1) * 86_400);
    for (let views = 1 + Math.floor(random() * 5); views > 0 && second < 170_000; views -= 1) {
      const path = `/page-${Math.floor(random() * 20)}`;
      requests.push({ second, line: requestLine(second, address, path) });
      // Some pauses end a visit.
      second += Math.floor(random() ** 2 * 2400);
    }
  }
  return requests.toSorted((one, other) => one.second - other.second).map(({ line }) => line);
}

/** As a balancer deals them out. */
function dealt(random: () => number, lines: readonly string[], servers: number): string[][] {
  const logs: string[][] = Array.from({ length: servers }, () => []);
  for (const line of lines) logs[Math.floor(random() * servers)]?.push(line);
  return logs;
}

/** Each line up to so many places from where it belongs. */
function shaken(random: () => number, lines: readonly string[], places: number): string[] {
  return lines
    .map((line, at) => ({ line, at: at + random() * places }))
    .toSorted((one, other) => one.at - other.at)
    .map(({ line }) => line);
}

describe('logs of several servers', () => {
  it.each<[string, number, LogImporterOptions['batchLines']]>([
    ['a few places out of order', 3, undefined],
    ['sent in many batches', 0, 100],
  ])(
    `count as one log of all their lines: %s (SEED=${SEED})`,
    async (_name, places, batchLines) => {
      const random = randomFrom(SEED);
      const lines = traffic(random, 600);
      app = nextApp();
      await importAll([imports.file(app, lines.join(''))]);
      const expected = await imports.kept(app);
      expect(expected.views).toBe(lines.length);

      const logs = dealt(random, lines, 3).map((log) => shaken(random, log, places));
      app = nextApp();
      const paths = logs.flatMap((log, server) => {
        // The first one was rotated and packed meanwhile.
        const middle = server === 0 ? Math.floor(log.length / 2) : 0;
        const [old, now] = [log.slice(0, middle), log.slice(middle)].map((part) => part.join(''));
        return [
          imports.file(`${app}-${server}`, now ?? ''),
          ...(middle > 0 ? [imports.file(`${app}-${server}.gz`, gzipSync(old ?? ''))] : []),
        ];
      });
      const options = batchLines === undefined ? {} : { batchLines };
      const summaries = await importAll(paths, options);
      expect(await imports.kept(app)).toEqual(expected);
      expect(summaries.map(({ file }) => file)).toEqual(paths);
      const sum = (of: (summary: ImportSummary) => number): number =>
        summaries.reduce((all, summary) => all + of(summary), 0);
      expect(sum(({ views }) => views)).toBe(expected.views);
      expect(sum(({ visits }) => visits)).toBe(expected.visits);
      expect(sum(({ lines: count }) => count)).toBe(lines.length);
      await expect(importAll(paths)).resolves.toMatchObject(paths.map(() => ({ lines: 0 })));

      // One after the other, they would not: this test can fail.
      app = nextApp();
      for (const path of paths) await importAll([path]);
      expect((await imports.kept(app)).visits).toBeGreaterThan(expected.visits);
    },
  );

  it(`count each line once however the database fails (SEED=${SEED})`, async () => {
    const random = randomFrom(SEED);
    const { client } = imports.engine;
    const exec = client.exec.bind(client);
    for (let round = 0; round < times(40); round += 1) {
      const lines = traffic(random, 100 + Math.floor(random() * 100));
      app = nextApp();
      const paths = dealt(random, lines, 3).map((log, server) =>
        imports.file(`${app}-${server}`, log.join('')),
      );
      let calls = 0;
      const failing = Object.assign(Object.create(client) as typeof client, {
        exec: async (parameters: Parameters<typeof exec>[0]) => {
          calls -= 1;
          const fault = Object.assign(new Error('DB::Exception'), { code: '27' });
          if (calls === 0 && random() < 0.5) throw fault;
          const outcome = await exec(parameters);
          if (calls === 0) throw fault;
          return outcome;
        },
      });
      for (let attempt = 0; attempt < 6; attempt += 1) {
        calls = 1 + Math.floor(random() * 10);
        const batchLines = 5 + Math.floor(random() * lines.length);
        const shuffled = paths.toSorted(() => random() - 0.5);
        await importAll(shuffled, { client: failing, batchLines }).catch((error: unknown) => {
          expect(error).toMatchObject({ code: 'ERR_EMAS_IMPORT_ENGINE' });
        });
      }
      await importAll(paths);
      expect(await imports.kept(app)).toMatchObject({ views: lines.length, invalid: 0 });
    }
  });

  /** A client that dies as it sends the rows of the first batch, which then arrive or do not. */
  const dyingWithRows = (arrive = true): ImportHarness['engine']['client'] => {
    const { client } = imports.engine;
    const exec = client.exec.bind(client);
    let calls = 0;
    return Object.assign(Object.create(client) as typeof client, {
      exec: async (parameters: Parameters<typeof exec>[0]) => {
        calls += 1;
        const fault = Object.assign(new Error('DB::Exception'), { code: '27' });
        if (calls === 2 && !arrive) throw fault;
        const outcome = await exec(parameters);
        if (calls === 2) throw fault;
        return outcome;
      },
    });
  };

  it('repeat batches that were interrupted one by one', async () => {
    app = nextApp();
    const paths = [1, 2].map((server) =>
      imports.file(`${app}-${server}`, requestLine(server, `203.0.113.${server}`, `/${server}`)),
    );
    for (const [index, path] of paths.entries()) {
      const client = dyingWithRows(index === 0);
      await expect(importAll([path], { client })).rejects.toMatchObject({
        code: 'ERR_EMAS_IMPORT_ENGINE',
      });
    }
    await importAll(paths);
    expect(await imports.kept(app)).toMatchObject({ views: 2 });
  });

  it('are all needed to repeat a batch of theirs that was interrupted', async () => {
    app = nextApp();
    const paths = [1, 2, 3].map((server) =>
      imports.file(`${app}-${server}`, requestLine(server, `203.0.113.${server}`, `/${server}`)),
    );
    await expect(importAll(paths, { client: dyingWithRows() })).rejects.toMatchObject({
      code: 'ERR_EMAS_IMPORT_ENGINE',
    });
    await expect(importAll(paths.slice(1))).rejects.toMatchObject({
      code: 'ERR_EMAS_IMPORT_PART',
      message: expect.stringMatching(
        /of which 1 are not given now\. Run the import again with all/,
      ),
    });
    const other = imports.file(`${app}-4`, requestLine(9, '203.0.113.9', '/9'));
    await expect(importAll([other])).resolves.toMatchObject([{ views: 1 }]);
    await importAll([...paths, other]);
    expect(await imports.kept(app)).toMatchObject({ views: 4 });
  });

  it('have their own lines shown that do not read', async () => {
    app = nextApp();
    const paths = ['a', 'b'].map((name, server) => {
      const lines = Array.from({ length: 10 }, (_, n) =>
        n === 4 + server ? `noise ${name}\n` : requestLine(n * 2 + server, '203.0.113.7', '/'),
      );
      return imports.file(`${app}-${name}`, lines.join(''));
    });
    await expect(importAll(paths)).resolves.toMatchObject([
      { views: 9, visits: 1, strange: 1, malformed: [{ number: 5, text: 'noise a' }] },
      { views: 9, visits: 0, strange: 1, malformed: [{ number: 6, text: 'noise b' }] },
    ]);
  });

  it('are not begun when one of them does not read', async () => {
    app = nextApp();
    const good = imports.file(`${app}-1`, requestLine(1, '203.0.113.7', '/'));
    const bad = imports.file(`${app}-2`, 'prose\n');
    await expect(importAll([good, bad])).rejects.toMatchObject({
      code: 'ERR_EMAS_IMPORT_FORMAT',
      message: expect.stringContaining(bad),
    });
    expect(await imports.hasRecords(app)).toBe(false);
  });

  it('are followed together', async () => {
    app = nextApp();
    const paths = [1, 2].map((server) =>
      imports.file(`${app}-${server}`, server === 1 ? requestLine(1, '203.0.113.1', '/1') : ''),
    );
    const stop = new AbortController();
    const following = importAll(paths, { follow: true, signal: stop.signal });
    const until = async (views: number): Promise<void> => {
      const kept = async (): Promise<unknown> => imports.kept(app);
      const areThere = async (): Promise<boolean> => (await imports.kept(app)).views === views;
      await waitUntil(`${views} views`, areThere, { state: kept });
    };
    await until(1);
    for (const [at, path] of paths.entries()) {
      appendFileSync(path, requestLine(10 + at, '203.0.113.9', `/more-${at}`));
    }
    await until(3);
    // A rotation has a moment without a file, which may last.
    const [first = ''] = paths;
    renameSync(first, `${first}.1`);
    appendFileSync(paths[1] ?? '', requestLine(20, '203.0.113.9', '/meanwhile'));
    await until(4);
    writeFileSync(first, requestLine(30, '203.0.113.9', '/rotated'));
    await until(5);
    stop.abort();
    const summaries = await following;
    expect(summaries.map(({ views }) => views)).toEqual([3, 2]);
    expect(await imports.kept(app)).toMatchObject({ views: 5, visits: 2 });
  });
});

it('copies of one log that are given together count once', async () => {
  app = nextApp();
  const all = Array.from({ length: 50 }, (_, n) => requestLine(n, '203.0.113.7', `/${n}`));
  const whole = imports.file(`${app}-1`, all.join(''));
  const packed = imports.file(`${app}-2`, gzipSync(all.join('')));
  const half = imports.file(`${app}-3`, all.slice(0, 25).join(''));
  await expect(importAll([half, packed, whole, whole])).resolves.toMatchObject([
    { file: half, lines: 25, before: 0 },
    { file: packed, lines: 25, before: 25 },
    { file: whole, lines: 0, before: 50 },
  ]);
  expect(await imports.kept(app)).toMatchObject({ views: 50, visits: 1 });
});
