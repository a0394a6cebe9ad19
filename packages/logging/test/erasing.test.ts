import {
  appendFileSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { eraseLines } from '../src/erasing/erase-lines.ts';
import { searchLogs } from '../src/reading/search.ts';
import { verifyLogs } from '../src/reading/verify.ts';
import type { VerifiedLog } from '../src/reading/verify.ts';
import { randomFrom } from '../../../test/runner/random-from.js';
import { SEED } from '../../../test/runner/repetition.ts';
import { KEY, logFolder } from './log-folder.ts';
import type { LogFolder } from './log-folder.ts';

/* Somebody has a right to have their lines erased: they go, the chain holds, and it is known that they went. */

let own: LogFolder;

beforeEach(() => {
  own = logFolder({ compress: false });
});
afterEach(() => own.end());

const MEANT = /kanari/;
const erase = (keys = [KEY]): Promise<number> =>
  eraseLines(own.folder, {
    ...{ app: 'test', keys, reason: 'subject', by: 'siti' },
    isMeant: (line) => MEANT.test(line),
  });
const verify = (keys = [KEY]): Promise<VerifiedLog[]> => verifyLogs(own.folder, { keys });
const findings = async (): Promise<string[]> =>
  (await verify()).flatMap((log) => log.findings.map(({ kind, says }) => `${kind}: ${says}`));
const path = (file: string): string => join(own.folder, file);
const file = (log = 'system', slot = 1): string => {
  const found = readdirSync(own.folder).find((name) => name.startsWith(`${log}.${slot}.`));
  if (found === undefined) throw new Error(`There is no file of ${log}, ${slot}.`);
  return found;
};
const linesOf = (name: string): string[] => readFileSync(path(name), 'utf8').split('\n');
const everything = (): string =>
  readdirSync(own.folder)
    .filter((name) => /\.(?:log|gz)$/.test(name))
    .map((name) => {
      const bytes = readFileSync(path(name));
      return (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
    })
    .join('');

function say(...texts: readonly string[]): void {
  for (const text of texts) own.logger.info(text);
  own.logger.flush();
}

it('leaves of a line its place in the chain, which holds, and nothing that it said', async () => {
  say('before', 'kanari sings', 'between', 'kanari flies — burung 🐤', 'after');
  const before = readFileSync(path(file()));
  const { mtimeMs } = statSync(path(file()));
  expect(await erase()).toBe(2);
  expect(everything()).not.toMatch(MEANT);
  const after = readFileSync(path(file()));
  expect(after.length).toBe(before.length);
  expect(statSync(path(file())).mtimeMs).toBeCloseTo(mtimeMs, 0);
  const changed = linesOf(file()).filter((line, at) => line !== before.toString().split('\n')[at]);
  expect(changed).toHaveLength(2);
  expect(changed[0]).toMatch(
    /^\{"erased":\{"digest":"[\w-]{43}","reason":"subject"\} *,"seq":4,"mac":"[\w-]{22}"\}$/,
  );
  // The app goes on in the same file, and nobody finds anything wrong with it.
  say('and on');
  expect(linesOf(file()).at(-2)).toContain('and on');
  const [log, record] = await verify();
  expect([log?.findings, record?.findings]).toEqual([[], []]);
  const today = new Date().toISOString().slice(0, 10);
  expect(log?.notes).toEqual([
    `${file()}: 2 lines were erased on ${today} by siti (subject), as a log line records.`,
  ]);
});

it('says which lines they were, and of whom is not said', async () => {
  say('kanari', 'x', 'kanari', 'kanari');
  await erase();
  const told = linesOf(file('system', 2)).find((line) => line.includes('log_lines_erased')) ?? '';
  expect(JSON.parse(told).data).toEqual({
    ...{ log: 'system', slot: 1, chain: expect.stringMatching(/^[0-9a-f]{12}$/) },
    ...{ lines: ['3', '5-6'], reason: 'subject', by: 'siti' },
  });
  expect(everything()).not.toMatch(MEANT);
});

it('finds nothing to do the second time, and writes nothing', async () => {
  say('kanari');
  await erase();
  const files = readdirSync(own.folder);
  expect(await erase()).toBe(0);
  expect(readdirSync(own.folder)).toEqual(files);
});

it('erases in packed files too, and keeps them as old as their lines', async () => {
  own = logFolder({ compress: false, maxFileBytes: 4096 });
  say('before', 'kanari sings', 'x'.repeat(200_000), 'kanari');
  say('after', 'kanari in the second file');
  const [plain = ''] = own.files();
  writeFileSync(path(`${plain}.gz`), gzipSync(readFileSync(path(plain))));
  rmSync(path(plain));
  const old = new Date('2026-11-01T00:00:00Z');
  utimesSync(path(`${plain}.gz`), old, old);
  expect(await erase()).toBe(3);
  expect(everything()).not.toMatch(MEANT);
  expect(everything()).toContain('after');
  expect(statSync(path(`${plain}.gz`)).mtime).toEqual(old);
  expect(readdirSync(own.folder).filter((name) => name.includes('partial'))).toEqual([]);
  expect(await findings()).toEqual([]);
});

it('erases what an interrupted write left, and what is no line of the logger', async () => {
  say('first');
  await own.logger.shutdown();
  appendFileSync(path(file()), '{"message":"kanari foreign"}\n{"message":"kanari to');
  expect(await erase()).toBe(2);
  expect(everything()).not.toMatch(MEANT);
});

it('keeps the lines that files begin with, and those that explain the chain', async () => {
  own = logFolder({ app: 'kanari-app' });
  say('hello');
  own.bus.emit('log_files_removed', {
    log: 'auth',
    files: ['auth.1.2026-01-01.001.log'],
    reason: 'age',
  });
  own.logger.flush();
  await own.logger.shutdown();
  await erase();
  const left = linesOf(file()).filter((line) => MEANT.test(line));
  expect(left.map((line) => String(JSON.parse(line).event))).toEqual([
    'log_file_opened',
    'log_files_removed',
    ...left.slice(2).map(() => 'log_anchor'),
  ]);
  expect(await findings()).toEqual([]);
});

it('changes nothing where a file has a key that was not given', async () => {
  say('kanari');
  const before = everything();
  const other = 'another key, which is not the one it has';
  await expect(erase([other])).rejects.toMatchObject({ code: 'ERR_EMAS_LOG_KEY' });
  expect(everything()).toBe(before);
});

it('erases under an older key, and records it under the newest', async () => {
  say('kanari');
  await own.logger.shutdown();
  const newer = 'the newer key of this app, thirty-two';
  expect(await erase([newer, KEY])).toBe(1);
  expect((await verify([newer, KEY])).flatMap((log) => log.findings)).toEqual([]);
});

it('erases in logs without a key', async () => {
  own = logFolder({ compress: false }, false);
  say('before', 'kanari', 'after');
  expect(await erase([])).toBe(1);
  expect(everything()).not.toMatch(MEANT);
  expect((await verify([])).flatMap((log) => log.findings)).toEqual([]);
});

it('finds lines that were erased and of which no line tells', async () => {
  say('kanari', 'after');
  await erase();
  rmSync(path(file('system', 2)));
  expect(await findings()).toEqual(['erased: it was erased, but no log line records it']);
});

it('finds a line that somebody without the key gives out as erased', async () => {
  say('one', 'kanari', 'three');
  await erase();
  const erased = linesOf(file()).find((line) => line.includes('erased')) ?? '';
  const lines = linesOf(file());
  const at = lines.findIndex((line) => line.includes('"three"'));
  const [, seq = '', mac = ''] = /"seq":(\d+),"mac":"([^"]+)"/.exec(lines[at] ?? '') ?? [];
  const forged = erased.replace(/"seq":\d+,"mac":"[^"]+"/, `"seq":${seq},"mac":"${mac}"`);
  say('four');
  writeFileSync(path(file()), linesOf(file()).with(at, forged).join('\n'));
  expect(await findings()).toContain('altered: its text is not what was written');
});

it('finds erased lines whose number, digest or place was changed', async () => {
  say('kanari', 'one', 'kanari', 'two', 'kanari', 'three');
  await erase();
  await own.logger.shutdown();
  const whole = linesOf(file());
  const [first = 0, second = 0] = whole.flatMap((line, at) =>
    line.includes('erased"') ? [at] : [],
  );
  const digest = /"digest":"[^"]+"/;
  const changes: readonly string[][] = [
    whole.with(first, (whole[first] ?? '').replace(/"seq":\d+/, '"seq":900')),
    whole.with(
      first,
      (whole[first] ?? '').replace(digest, digest.exec(whole[second] ?? '')?.[0] ?? ''),
    ),
    whole.with(first, whole[second] ?? '').with(second, whole[first] ?? ''),
    whole.toSpliced(first, 1),
    whole.toSpliced(second, 0, whole[first] ?? ''),
  ];
  for (const changed of changes) {
    writeFileSync(path(file()), changed.join('\n'));
    expect(await findings()).not.toEqual([]);
  }
  writeFileSync(path(file()), whole.join('\n'));
  expect(await findings()).toEqual([]);
});

it('holds whatever is erased, in however many runs', async () => {
  const random = randomFrom(SEED);
  const words = (): string =>
    (random() < 0.4 ? 'kanari' : 'murai').repeat(1 + Math.floor(random() * 3000));
  for (let run = 0; run < 4; run += 1) {
    say(...Array.from({ length: 60 }, words));
    await erase();
    expect(everything()).not.toMatch(MEANT);
    expect(await findings()).toEqual([]);
  }
  const left: string[] = [];
  for await (const { message } of searchLogs(own.folder, { text: 'murai' })) left.push(message);
  expect(left.length).toBeGreaterThan(60);
});
