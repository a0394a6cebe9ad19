import {
  cpSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, jest } from '@jest/globals';
import { createEventBus } from '@emas/events';
import { createLogger } from '@emas/logging';
import { believeClock } from '../../../test/logs/believe-clock.ts';
import { waitUntil } from '../../../test/waiting/wait-until.ts';
import { DAY, DAYS, FIRST, KEY, collector, dayOf, logAt, logForDays } from './days-of-logs.ts';
import { runEmas } from './run-emas.ts';

/*
 * Each way to tamper with a folder of logs: what `emas logs verify` says, and how it ends, without anchors
 * from elsewhere and with them. The README of @emas/logging has the same list.
 */

const work = mkdtempSync(join(tmpdir(), 'emas-tampering-'));
const untouched = join(work, 'untouched');
const collected = join(work, 'collected.log');
/** What a receiver of the log has, as of the tampering. */
const elsewhere = join(work, 'elsewhere.log');
const keyFile = join(work, 'key');
/** The folder that a test tampers with. */
let folder: string;

beforeAll(async () => {
  writeFileSync(keyFile, `${KEY}\n`);
  await logForDays(untouched, [collector(collected)]);
});
afterAll(() => rmSync(work, { recursive: true, force: true }));
beforeEach(() => {
  folder = mkdtempSync(join(work, 'logs-'));
  cpSync(untouched, folder, { recursive: true, preserveTimestamps: true });
  cpSync(collected, elsewhere);
});
afterEach(() => {
  jest.restoreAllMocks();
});

const path = (name: string): string => join(folder, name);
const files = (log: string): string[] =>
  readdirSync(folder)
    .filter((name) => name.startsWith(`${log}.`))
    .toSorted();
const linesOf = (name: string): string[] => readFileSync(path(name), 'utf8').trimEnd().split('\n');
const write = (name: string, lines: readonly string[]): void =>
  writeFileSync(path(name), `${lines.join('\n')}\n`);
const edit = (name: string, how: (lines: string[]) => string[]): void =>
  write(name, how(linesOf(name)));
const remove = (...names: string[]): void => names.forEach((name) => rmSync(path(name)));
/** One of `auth` with files before and behind it on the same day. */
const middle = (): string => `auth.1.${dayOf(2)}.002.log`;
const newest = (log: string): string => files(log).at(-1) ?? '';
const ofDay = (day: number): string[] =>
  readdirSync(folder).filter((name) => name.includes(dayOf(day)));

interface Tampering {
  readonly what: string;
  readonly how: () => void | Promise<void>;
  /** What it ends with, without anchors from elsewhere and with them. @default [1, 1] */
  readonly ends?: readonly [alone: number, withAnchors: number];
  /** @default what `says` says where it ends with 1 */
  readonly says: RegExp;
}

const swapped = (lines: string[], left: number, right: number): string[] =>
  lines.with(left, lines[right] ?? '').with(right, lines[left] ?? '');

const ALTERED: readonly Tampering[] = [
  {
    what: 'a line was edited',
    how: () => edit(middle(), (lines) => lines.with(3, (lines[3] ?? '').replace('.7', '.9'))),
    says: /ALTERED \(number \d+\): auth\S+\.002\.log, line 4: its text is not what was written/,
  },
  {
    what: 'macs were taken off a file',
    how: () => edit(middle(), (lines) => lines.map((line) => line.replace(/,"mac":"[^"]+"/, ''))),
    says: /ALTERED .*\.002\.log, line 1/,
  },
  {
    what: 'line ends were changed to CRLF',
    how: () => edit(middle(), (lines) => lines.map((line) => `${line}\r`)),
    says: /INSERTED: auth\S+\.002\.log, line 1/,
  },
  {
    what: 'a line was added',
    how: () => edit(middle(), (lines) => lines.toSpliced(2, 0, '{"level":"info"}')),
    says: /INSERTED: auth\S+\.002\.log, line 3/,
  },
  {
    what: 'a line was repeated',
    how: () => edit(middle(), (lines) => lines.toSpliced(5, 0, lines[3] ?? '')),
    says: /INSERTED \(number \d+\): auth\S+\.002\.log, line 6/,
  },
  {
    what: 'two lines were swapped',
    how: () => edit(middle(), (lines) => swapped(lines, 3, 4)),
    says: /MOVED \(number \d+\): auth\S+\.002\.log, line 4/,
  },
  {
    what: 'a file was put in the place of another',
    how: () => cpSync(path(`auth.1.${dayOf(1)}.002.log`), path(middle())),
    says: /ALTERED .*\.002\.log, line 1[^]*MISSING/,
  },
  {
    what: 'a copy of an old file was put behind the newest',
    how: () => cpSync(path(middle()), path(newest('auth').replace(/\d{3}\.log$/, '009.log'))),
    says: /(?:INSERTED|ALTERED|MOVED).*009\.log, line 1/,
  },
  {
    what: 'the second half of a file was taken from another',
    how: () => {
      const other = linesOf(`auth.1.${dayOf(1)}.002.log`);
      edit(middle(), (lines) => [...lines.slice(0, 4), ...other.slice(4)]);
    },
    says: /auth\S+\.002\.log, line 5/,
  },
  {
    what: 'lines without macs were put behind the last one, by a file that says it has no key',
    how: () => {
      const [first = ''] = linesOf(middle());
      const unkeyed = first.replace(/"key":"[^"]*"/, '"key":""').replace(/,"seq":\d+.*/, '');
      write(newest('auth').replace(/\d{3}\.log$/, '009.log'), [`${unkeyed},"seq":200}`]);
    },
    says: /UNCHAINED: auth\S+\.009\.log/,
  },
  {
    what: 'a compressed file was damaged',
    how: () => {
      const packed = gzipSync(readFileSync(path(middle())));
      remove(middle());
      writeFileSync(`${path(middle())}.gz`, packed.subarray(0, packed.length - 40));
    },
    says: /UNREADABLE: auth\S+\.002\.log\.gz/,
  },
  {
    what: 'the files of a process were renamed to those of another',
    how: () =>
      files('auth').forEach((name) => renameSync(path(name), path(name.replace('.1.', '.7.')))),
    says: /MOVED: auth\.7\.\S+, line 1: this file was written as auth\.1\./,
  },
];

const GONE: readonly Tampering[] = [
  {
    what: 'a line was removed',
    how: () => edit(middle(), (lines) => lines.toSpliced(3, 1)),
    says: /MISSING \(number \d+\): auth\S+\.002\.log, line 4: a line is missing before it/,
  },
  {
    what: 'the first line of a file was removed',
    how: () => edit(middle(), (lines) => lines.slice(1)),
    says: /MISSING \(number \d+\): auth\S+\.002\.log/,
  },
  {
    what: 'the end of a log was cut off',
    how: () => edit(newest('auth'), (lines) => lines.slice(0, 3)),
    says: /TAIL MISSING/,
  },
  {
    what: 'the newest file of a log was removed',
    how: () => remove(newest('auth')),
    says: /TAIL MISSING/,
  },
  {
    what: 'a file between others was removed',
    how: () => remove(middle()),
    says: /MISSING \(numbers \d+ to \d+\): auth\S+\.001\.log, line 1: \d+ lines are missing/,
  },
  {
    what: 'a file was hidden by another name',
    how: () => renameSync(path(middle()), path(`.${middle()}`)),
    says: /MISSING \(numbers \d+ to \d+\): auth\S+\.001\.log, line 1/,
  },
  {
    what: 'the oldest files of a log were removed, up to a moment',
    how: () => remove(...files('auth').slice(0, 5)),
    says: /MISSING \(numbers 1 to \d+\): auth\S+, line 1: auth\S+ is not here, and no line says that it was removed/,
  },
  {
    what: 'the oldest file of a log was emptied',
    how: () => writeFileSync(path(files('auth')[0] ?? ''), ''),
    says: /MISSING \(numbers 1 to \d+\): auth\S+\.002\.log, line 1: auth\S+\.001\.log is not here/,
  },
  {
    what: 'the oldest files of all logs were removed, up to a moment',
    how: () => remove(...ofDay(0), ...ofDay(1), ...ofDay(2), ...ofDay(3)),
    says: /3 of 3 chains do not hold/,
  },
  {
    what: 'all files of a log were removed',
    how: () => remove(...files('auth')),
    says: /auth +1 +DOES NOT HOLD +0 [^]*an anchor of \S+ knows \d+ lines of the chain [0-9a-f]{12}/,
  },
  {
    what: 'all files of a log were removed, and the app began it anew',
    how: async () => {
      remove(...files('auth'));
      await logAt(Date.now(), folder);
    },
    says: /MISSING .*an anchor of \S+ knows \d+ lines of the chain/,
  },
  {
    what: 'all files of the log with the anchors were removed',
    how: () => remove(...files('system')),
    says: /system +1 +DOES NOT HOLD +0 [^]*an anchor of \S+ knows/,
  },
  {
    what: 'the end of the log with the anchors was cut off',
    how: () => remove(newest('system')),
    says: /system, process 1\n {2}TAIL MISSING/,
  },
  {
    what: "a file's time was set back, so that retention removed it",
    how: async () => {
      const old = new Date(Date.now() - 100 * DAY);
      const laundered = files('auth').slice(0, 5);
      for (const name of laundered) utimesSync(path(name), old, old);
      const doubt = believeClock(folder, Date.now());
      const logger = createLogger({
        ...{ app: 'portal', folder, key: KEY, events: createEventBus() },
        ...{ console: false, signals: false, crashes: false, compress: false },
      });
      await waitUntil('retention', () => !files('auth').some((name) => laundered.includes(name)));
      doubt();
      await logger.shutdown();
    },
    says: /MISSING .*was removed as too old, when it was \d days old, and its log is kept for 90/,
  },
  {
    what: 'all logs were cut back to the same moment',
    how: async () => {
      const then = join(work, 'then');
      cpSync(folder, then, { recursive: true, preserveTimestamps: true });
      cpSync(collected, join(work, 'collected-then'));
      await logAt(FIRST + (DAYS - 1) * DAY, folder, [collector(collected)]);
      cpSync(collected, elsewhere);
      cpSync(join(work, 'collected-then'), collected);
      rmSync(folder, { recursive: true });
      renameSync(then, folder);
    },
    ends: [0, 1],
    says: /3 of 3 chains do not hold/,
  },
  {
    what: 'all of it was written anew, by somebody who has the key',
    how: async () => {
      remove(...readdirSync(folder));
      await logForDays(folder);
    },
    ends: [0, 1],
    says: /an anchor of \S+ knows \d+ lines of the chain/,
  },
  {
    what: 'all files were removed',
    how: () => remove(...readdirSync(folder)),
    ends: [3, 1],
    says: /3 of 3 chains do not hold/,
  },
];

const HARMLESS: readonly Tampering[] = [
  { what: 'nothing', how: () => undefined, ends: [0, 0], says: /Every chain holds \(3\)/ },
  {
    what: 'what retention removed, as a line of the log says',
    how: () => expect(files('access')[0]).toContain(dayOf(3)),
    ends: [0, 0],
    says: /access, process 1\n {2}note: It begins with line \d+: access\S+ was removed for its age on \S+, as a line says/,
  },
  {
    what: 'what somebody removed that was older than its log is kept',
    how: async () => {
      remove(...files('access').filter((name) => name.includes(dayOf(4))));
      await logAt(FIRST + 6.75 * DAY, folder);
    },
    ends: [0, 0],
    says: /note: It begins with line \d+: access\S+ is older than the 2 days that its log is kept/,
  },
  {
    what: 'an empty file, as a crash leaves one',
    how: () => writeFileSync(path(newest('auth').replace(/\d{3}\.log$/, '009.log')), ''),
    ends: [0, 0],
    says: /note: auth\S+\.009\.log is empty/,
  },
];

it.each([...ALTERED, ...GONE, ...HARMLESS].map((one) => [one.what, one] as const))(
  '%s',
  async (_what, { how, ends: [alone, withAnchors] = [1, 1], says }) => {
    await how();
    const command = ['logs', 'verify', folder, '--key-file', keyFile];
    const first = await runEmas(command);
    const second = await runEmas([...command, '--anchors', elsewhere]);
    expect({ alone: first.code, withAnchors: second.code }).toEqual({ alone, withAnchors });
    for (const { code, out } of [first, second]) {
      expect(out.includes('Every chain holds')).toBe(code === 0);
      if (code === withAnchors) expect(out).toMatch(says);
    }
  },
);
