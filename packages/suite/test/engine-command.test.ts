import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, afterEach, expect, it } from '@jest/globals';
import { connect } from '@emas/clickhouse';
import { followEmas, startEmas } from './run-emas.ts';

/* `emas engine`: the embedded engine by itself. */

const work = mkdtempSync(join(tmpdir(), 'emas-engine-'));
afterAll(() => rmSync(work, { recursive: true, force: true }));

const running: ReturnType<typeof followEmas>[] = [];
afterEach(async () => {
  for (const child of running.splice(0)) {
    if (child.exitCode === null) child.kill('SIGKILL');
  }
});

interface Places {
  readonly socket: string;
  readonly url: string;
  readonly key: string;
}

async function engine(
  words: readonly string[],
  variables = {},
): Promise<{ child: ReturnType<typeof followEmas>; places: Places }> {
  const child = followEmas(['engine', ...words, '--json'], variables);
  running.push(child);
  for await (const line of createInterface({ input: child.stdout })) {
    return { child, places: JSON.parse(line) as Places };
  }
  throw new Error('The engine ended before it listened.');
}

const ask = async (url: string, key: string): Promise<{ status: number; text: string }> => {
  const headers = { 'X-ClickHouse-Key': key };
  const response = await fetch(`${url}?query=SELECT+1`, { headers });
  return { status: response.status, text: await response.text() };
};

it('answers by TCP to who brings the key, which it makes up and keeps', async () => {
  const folder = join(work, 'keyed');
  const { child, places } = await engine(['--data', folder, '--listen', '0']);
  const key = readFileSync(places.key, 'utf8').trim();
  expect(key.length).toBeGreaterThan(40);
  expect(statSync(places.key).mode & 0o077).toBe(0);
  await expect(ask(places.url, key)).resolves.toEqual({ status: 200, text: '1\n' });
  for (const wrong of ['', 'no', `${key}x`]) {
    const answer = await ask(places.url, wrong);
    expect(answer).toMatchObject({ status: 403, text: expect.stringContaining('Code: 516') });
    expect(answer.text).not.toContain(key);
  }
  // Paths that are no URL by themselves.
  await expect(ask(`${places.url}/`, 'no')).resolves.toMatchObject({ status: 403 });
  const official = connect({ url: places.url, password: key });
  const result = await official.query({ query: 'SELECT 2 AS n', format: 'JSONEachRow' });
  await expect(result.json()).resolves.toEqual([{ n: 2 }]);
  await official.close();
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  await expect(gone).resolves.toEqual([0, null]);
});

it('takes the key of the environment, and writes none', async () => {
  const folder = join(work, 'given');
  const { places } = await engine(['--data', folder, '--listen', '127.0.0.1:0'], {
    EMAS_ENGINE_KEY: 'the key of the environment',
  });
  await expect(ask(places.url, 'the key of the environment')).resolves.toMatchObject({
    status: 200,
  });
  expect(() => statSync(join(folder, 'engine.key'))).toThrow('ENOENT');
});

it('serves an app of the same folder, and runs on without it', async () => {
  const folder = join(work, 'shared');
  const { child, places } = await engine(['--data', folder]);
  expect(places).toEqual({ socket: join(folder, 'engine.sock') });
  const app = connect({ embedded: folder });
  await app.command({ query: 'CREATE TABLE kept (k UInt8) ENGINE = MergeTree ORDER BY k' });
  await app.close();
  expect(child.exitCode).toBeNull();
  const again = connect({ embedded: folder });
  const result = await again.query({ query: 'EXISTS kept', format: 'JSONEachRow' });
  await expect(result.json()).resolves.toEqual([{ result: 1 }]);
  await again.close();
  const second = await startEmas(['engine', '--data', folder]);
  expect(second).toMatchObject({ code: 3, err: expect.stringContaining('is already running in') });
});

it.each([
  [['--listen', 'here'], 'Expected a port, or host:port'],
  [['--listen', '99999'], 'Expected a port, or host:port'],
  [[], 'No engine was named. Give --data FOLDER, or set EMAS_DATA.'],
])('%j ends with 2', async (words, message) => {
  const { code, err } = await startEmas(['engine', ...words]);
  expect(code).toBe(2);
  expect(err).toContain(message);
});

it('takes no key that could be guessed', async () => {
  const folder = join(work, 'guessable');
  const words = ['engine', '--data', folder, '--listen', '127.0.0.1:0'];
  const { code, err } = await startEmas(words, { EMAS_ENGINE_KEY: 'guess me' });
  expect(code).toBe(2);
  expect(err).toContain('EMAS_ENGINE_KEY: expected 20 characters or more, received 8.');
  expect(err).not.toContain('guess me');
});
