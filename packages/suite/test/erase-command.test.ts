import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { accountHasher } from '@emas/events/internal';
import { makeDataFolder } from './data-folder.ts';
import type { DataFolder } from './data-folder.ts';
import { runEmas } from './run-emas.ts';
import type { Ended } from './run-emas.ts';

let data: DataFolder;

beforeEach(async () => {
  data = await makeDataFolder();
});
afterEach(() => {
  jest.restoreAllMocks();
  data.remove();
});

const erase = (...flags: readonly string[]): Promise<Ended> =>
  runEmas(['subject', 'erase', data.path, ...flags]);
const logged = (): string =>
  readdirSync(data.logs)
    .map((name) => readFileSync(join(data.logs, name), 'utf8'))
    .join('');
const ALI = accountHasher('a key for the logs of a data folder')('ali');

it('says what would go, and leaves it, until it is told to', async () => {
  const before = logged();
  const { code, out } = await erase('--account', 'ali');
  expect(code).toBe(0);
  expect(out).toMatch(/This would be erased:\nitems .*\n +30 {2}The log of sign-ins/);
  expect(out).toMatch(/Nothing was erased. To erase it, add --yes.\n$/);
  expect(logged()).toBe(before);
  expect(before).toContain(ALI);
});

it('erases it, says so, and leaves logs that verify', async () => {
  const { code, out } = await erase('--account', 'Ali', '--yes', '--by', 'siti');
  expect(code).toBe(0);
  expect(out).toMatch(/Erased:\nitems .*\n +30 {2}The log of sign-ins/);
  expect(logged()).not.toContain(ALI);
  expect(logged()).toContain('log_lines_erased');
  const verified = await runEmas(['logs', 'verify'], { EMAS_DATA: data.path });
  expect(verified.code).toBe(0);
  expect(verified.out).toMatch(
    /30 lines were erased on \S+ by siti \(subject\), as a log line records/,
  );
  expect((await erase('--account', 'ali', '--yes')).out).toMatch(
    /There is nothing to erase for this account/,
  );
});

it('tells programs what was done, and people in Malay', async () => {
  const { out } = await erase('--account', 'ali', '--yes', '--json');
  expect(JSON.parse(out)).toMatchObject({
    ...{ accounts: [ALI], done: true, left: [] },
    erased: [{ items: 30, place: { id: 'log/auth' } }],
  });
  const again = await erase('--account', 'ali', '--language', 'ms');
  expect(again.out).toMatch(/Tiada apa-apa tentang akaun ini untuk dipadam/);
});

it.each([
  ['without a name', ['--yes'], 2, /No account was named/],
  [
    'while Redis is away',
    ['--account', 'ali', '--yes', '--redis', 'redis://127.0.0.1:1'],
    3,
    /Redis cannot be reached/,
  ],
  [
    'without the key',
    ['--account', 'ali', '--yes', '--key-file', '/dev/null'],
    3,
    /No key was given/,
  ],
])('%s it changes nothing', async (_when, flags, code, says) => {
  const before = logged();
  const ended = await erase(...flags);
  expect(ended.code).toBe(code);
  expect(ended.err).toMatch(says);
  expect(logged()).toBe(before);
});

it('refuses with another key than the log was written under', async () => {
  const keyFile = join(data.path, 'other-key');
  writeFileSync(keyFile, 'another key than the log was written under');
  const { code, err } = await erase('--account', 'ali', '--yes', '--key-file', keyFile);
  expect(code).toBe(3);
  expect(err).toMatch(/was written under the key [0-9a-f]{8}, which was not given/);
});

it('refuses where the app keeps something in a Redis that was not named', async () => {
  const before = logged();
  const path = join(data.path, 'privacy.json');
  const notice = JSON.parse(readFileSync(path, 'utf8'));
  const [place] = notice.versions[0].places;
  notice.versions[0].places.push({
    ...place,
    id: 'session/store',
    kind: 'redis',
    where: 'a:<hash>',
  });
  writeFileSync(path, JSON.stringify(notice));
  const { code, err } = await erase('--account', 'ali', '--yes');
  expect(code).toBe(3);
  expect(err).toMatch(/no Redis was named. Nothing was erased.*--without-redis/s);
  expect(logged()).toBe(before);
  expect((await erase('--account', 'ali', '--yes', '--without-redis')).code).toBe(0);
});

it('writes nothing that the app could not read afterwards', async () => {
  const before = logged();
  jest.spyOn(process as { getuid(): number }, 'getuid').mockReturnValue(54_321);
  const { code, err } = await erase('--account', 'ali', '--yes');
  expect(code).toBe(3);
  expect(err).toMatch(/Nothing was erased: \S+ belongs to another user.*Run it as the user/s);
  expect(logged()).toBe(before);
});
