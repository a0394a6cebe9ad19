import { cpSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { eraseLines } from '@emas/logging';
import { KEY, dayOf } from './days-of-logs.ts';
import { TamperedLogs } from './tampered-logs.ts';

/* Lines that were altered, added or erased. The README of @emas/logging has the same list. */

const logs = new TamperedLogs();

const swapped = (lines: string[], left: number, right: number): string[] =>
  lines.with(left, lines[right] ?? '').with(right, lines[left] ?? '');

logs.verifiesAfter([
  {
    what: 'a line was edited',
    how: () =>
      logs.edit(logs.middle(), (lines) => lines.with(3, (lines[3] ?? '').replace('.7', '.9'))),
    says: /ALTERED \(number \d+\): auth\S+\.002\.log, line 4: its text is not what was written/,
  },
  {
    what: 'macs were taken off a file',
    how: () =>
      logs.edit(logs.middle(), (lines) => lines.map((line) => line.replace(/,"mac":"[^"]+"/, ''))),
    says: /ALTERED .*\.002\.log, line 1/,
  },
  {
    what: 'line ends were changed to CRLF',
    how: () => logs.edit(logs.middle(), (lines) => lines.map((line) => `${line}\r`)),
    says: /INSERTED: auth\S+\.002\.log, line 1/,
  },
  {
    what: 'a line was added',
    how: () => logs.edit(logs.middle(), (lines) => lines.toSpliced(2, 0, '{"level":"info"}')),
    says: /INSERTED: auth\S+\.002\.log, line 3/,
  },
  {
    what: 'a line was repeated',
    how: () => logs.edit(logs.middle(), (lines) => lines.toSpliced(5, 0, lines[3] ?? '')),
    says: /INSERTED \(number \d+\): auth\S+\.002\.log, line 6/,
  },
  {
    what: 'two lines were swapped',
    how: () => logs.edit(logs.middle(), (lines) => swapped(lines, 3, 4)),
    says: /MOVED \(number \d+\): auth\S+\.002\.log, line 4/,
  },
  {
    what: 'a file was put in the place of another',
    how: () => cpSync(logs.path(`auth.1.${dayOf(1)}.002.log`), logs.path(logs.middle())),
    says: /ALTERED .*\.002\.log, line 1[^]*MISSING/,
  },
  {
    what: 'a copy of an old file was put behind the newest',
    how: () =>
      cpSync(
        logs.path(logs.middle()),
        logs.path(logs.newest('auth').replace(/\d{3}\.log$/, '009.log')),
      ),
    says: /(?:INSERTED|ALTERED|MOVED).*009\.log, line 1/,
  },
  {
    what: 'the second half of a file was taken from another',
    how: () => {
      const other = logs.linesOf(`auth.1.${dayOf(1)}.002.log`);
      logs.edit(logs.middle(), (lines) => [...lines.slice(0, 4), ...other.slice(4)]);
    },
    says: /auth\S+\.002\.log, line 5/,
  },
  {
    what: 'lines without macs were put behind the last one, by a file that says it has no key',
    how: () => {
      const [first = ''] = logs.linesOf(logs.middle());
      const unkeyed = first.replace(/"key":"[^"]*"/, '"key":""').replace(/,"seq":\d+.*/, '');
      logs.write(logs.newest('auth').replace(/\d{3}\.log$/, '009.log'), [`${unkeyed},"seq":200}`]);
    },
    says: /UNCHAINED: auth\S+\.009\.log/,
  },
  {
    what: 'a compressed file was damaged',
    how: () => {
      const packed = gzipSync(readFileSync(logs.path(logs.middle())));
      logs.remove(logs.middle());
      writeFileSync(`${logs.path(logs.middle())}.gz`, packed.subarray(0, packed.length - 40));
    },
    says: /UNREADABLE: auth\S+\.002\.log\.gz/,
  },
  {
    what: 'the files of a process were renamed to those of another',
    how: () =>
      logs
        .files('auth')
        .forEach((name) => renameSync(logs.path(name), logs.path(name.replace('.1.', '.7.')))),
    says: /MOVED: auth\.7\.\S+, line 1: this file was written as auth\.1\./,
  },
]);

/** Erases two lines of the middle file, as somebody asked. */
async function erase(): Promise<void> {
  const name = logs.middle();
  const meant = logs.linesOf(name).slice(2, 4);
  const isMeant = (line: string): boolean => meant.includes(line);
  await eraseLines(logs.folder, {
    app: 'portal',
    keys: [KEY],
    isMeant,
    reason: 'subject',
    by: 'siti',
  });
}

logs.verifiesAfter([
  {
    what: 'lines that were erased, as a line says',
    how: erase,
    ends: [0, 0],
    says: /note: auth\S+\.002\.log: 2 lines were erased on \S+ by siti \(subject\), as a log line records/,
  },
  {
    what: 'lines were erased, and the line that says so removed',
    how: async () => {
      await erase();
      logs.edit(logs.newest('auth'), (lines) =>
        lines.filter((line) => !line.includes('log_lines_erased')),
      );
    },
    says: /ERASED \(number \d+\): auth\S+\.002\.log, line 3: it was erased, but no log line records it/,
  },
  {
    what: 'a line was made to look erased',
    how: () =>
      logs.edit(logs.middle(), (lines) => {
        const [, end = ''] = /(,"seq":\d+,"mac":"[^"]+"\})$/.exec(lines[3] ?? '') ?? [];
        const erased = { digest: 'A'.repeat(43), reason: 'subject' };
        return lines.with(3, `{"erased":${JSON.stringify(erased)}${end}`);
      }),
    says: /ALTERED \(number \d+\): auth\S+\.002\.log, line 4/,
  },
  {
    what: 'erased lines were swapped',
    how: async () => {
      await erase();
      logs.edit(logs.middle(), (lines) => swapped(lines, 2, 3));
    },
    says: /(?:MOVED|ALTERED) \(number \d+\): auth\S+\.002\.log, line [34]/,
  },
  {
    what: 'an erased line was removed',
    how: async () => {
      await erase();
      logs.edit(logs.middle(), (lines) => lines.toSpliced(2, 1));
    },
    says: /MISSING \(number \d+\): auth\S+\.002\.log, line 3/,
  },
]);
