import { cpSync, readdirSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import { createEventBus } from '@emas/events';
import { createLogger } from '@emas/logging';
import { believeClock } from '../../../test/logs/believe-clock.ts';
import { waitUntil } from '../../../test/waiting/wait-until.ts';
import { DAY, DAYS, FIRST, KEY, collector, dayOf, logAt, logForDays } from './days-of-logs.ts';
import { TamperedLogs } from './tampered-logs.ts';

/* Lines and files that are gone. The README of @emas/logging has the same list. */

const logs = new TamperedLogs();

logs.verifiesAfter([
  {
    what: 'a line was removed',
    how: () => logs.edit(logs.middle(), (lines) => lines.toSpliced(3, 1)),
    says: /MISSING \(number \d+\): auth\S+\.002\.log, line 4: a line is missing before it/,
  },
  {
    what: 'the first line of a file was removed',
    how: () => logs.edit(logs.middle(), (lines) => lines.slice(1)),
    says: /MISSING \(number \d+\): auth\S+\.002\.log/,
  },
  {
    what: 'the end of a log was cut off',
    how: () => logs.edit(logs.newest('auth'), (lines) => lines.slice(0, 3)),
    says: /TAIL MISSING/,
  },
  {
    what: 'the newest file of a log was removed',
    how: () => logs.remove(logs.newest('auth')),
    says: /TAIL MISSING/,
  },
  {
    what: 'a file between others was removed',
    how: () => logs.remove(logs.middle()),
    says: /MISSING \(numbers \d+ to \d+\): auth\S+\.001\.log, line 1: \d+ lines are missing/,
  },
  {
    what: 'a file was hidden by another name',
    how: () => renameSync(logs.path(logs.middle()), logs.path(`.${logs.middle()}`)),
    says: /MISSING \(numbers \d+ to \d+\): auth\S+\.001\.log, line 1/,
  },
  {
    what: 'the oldest files of a log were removed, up to a moment',
    how: () => logs.remove(...logs.files('auth').slice(0, 5)),
    says: /MISSING \(numbers 1 to \d+\): auth\S+, line 1: auth\S+ is missing, and no log line records its removal/,
  },
  {
    what: 'the oldest file of a log was emptied',
    how: () => writeFileSync(logs.path(logs.files('auth')[0] ?? ''), ''),
    says: /MISSING \(numbers 1 to \d+\): auth\S+\.002\.log, line 1: auth\S+\.001\.log is missing/,
  },
  {
    what: 'the oldest files of all logs were removed, up to a moment',
    how: () => logs.remove(...logs.ofDay(0), ...logs.ofDay(1), ...logs.ofDay(2), ...logs.ofDay(3)),
    says: /3 of 3 chains are broken/,
  },
  {
    what: 'all files of a log were removed',
    how: () => logs.remove(...logs.files('auth')),
    says: /auth +1 +BROKEN +0 [^]*an anchor of \S+ records \d+ lines of the chain [0-9a-f]{12}/,
  },
  {
    what: 'all files of a log were removed, and the app began it anew',
    how: async () => {
      logs.remove(...logs.files('auth'));
      await logAt(Date.now(), logs.folder);
    },
    says: /MISSING .*an anchor of \S+ records \d+ lines of the chain/,
  },
  {
    what: 'all files of the log with the anchors were removed',
    how: () => logs.remove(...logs.files('system')),
    says: /system +1 +BROKEN +0 [^]*an anchor of \S+ records/,
  },
  {
    what: 'the end of the log with the anchors was cut off',
    how: () => logs.remove(logs.newest('system')),
    says: /system, process 1\n {2}TAIL MISSING/,
  },
  {
    what: "a file's time was set back, so that retention removed it",
    how: async () => {
      const old = new Date(Date.now() - 100 * DAY);
      const laundered = logs.files('auth').slice(0, 5);
      for (const name of laundered) utimesSync(logs.path(name), old, old);
      const doubt = believeClock(logs.folder, Date.now());
      const logger = createLogger({
        ...{ app: 'portal', folder: logs.folder, key: KEY, events: createEventBus() },
        ...{ console: false, signals: false, crashes: false, compress: false },
      });
      await waitUntil(
        'retention',
        () => !logs.files('auth').some((name) => laundered.includes(name)),
      );
      doubt();
      await logger.shutdown();
    },
    says: /MISSING .*was removed as too old, when it was \d days old, and its log is kept for 90/,
  },
  {
    what: 'all logs were cut back to the same moment',
    how: async () => {
      const then = join(logs.work, 'then');
      cpSync(logs.folder, then, { recursive: true, preserveTimestamps: true });
      cpSync(logs.collected, join(logs.work, 'collected-then'));
      await logAt(FIRST + (DAYS - 1) * DAY, logs.folder, [collector(logs.collected)]);
      cpSync(logs.collected, logs.elsewhere);
      cpSync(join(logs.work, 'collected-then'), logs.collected);
      rmSync(logs.folder, { recursive: true });
      renameSync(then, logs.folder);
    },
    ends: [0, 1],
    says: /3 of 3 chains are broken/,
  },
  {
    what: 'all of it was written anew, by somebody who has the key',
    how: async () => {
      logs.remove(...readdirSync(logs.folder));
      await logForDays(logs.folder);
    },
    ends: [0, 1],
    says: /an anchor of \S+ records \d+ lines of the chain/,
  },
  {
    what: 'all files were removed',
    how: () => logs.remove(...readdirSync(logs.folder)),
    ends: [3, 1],
    says: /3 of 3 chains are broken/,
  },
]);

logs.verifiesAfter([
  { what: 'nothing', how: () => undefined, ends: [0, 0], says: /Every chain is intact \(3\)/ },
  {
    what: 'what retention removed, as a line of the log says',
    how: () => expect(logs.files('access')[0]).toContain(dayOf(3)),
    ends: [0, 0],
    says: /access, process 1\n {2}note: It begins with line \d+: access\S+ was removed for its age on \S+, as a log line records/,
  },
  {
    what: 'what somebody removed that was older than its log is kept',
    how: async () => {
      logs.remove(...logs.files('access').filter((name) => name.includes(dayOf(4))));
      await logAt(FIRST + 6.75 * DAY, logs.folder);
    },
    ends: [0, 0],
    says: /note: It begins with line \d+: access\S+ is older than the 2 days that its log is kept/,
  },
  {
    what: 'an empty file, as a crash leaves one',
    how: () => writeFileSync(logs.path(logs.newest('auth').replace(/\d{3}\.log$/, '009.log')), ''),
    ends: [0, 0],
    says: /note: auth\S+\.009\.log is empty/,
  },
]);
