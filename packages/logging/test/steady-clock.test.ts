import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { keepHouse } from '../src/file/housekeeping.ts';
import { SteadyClock } from '../src/file/steady-clock.ts';
import { logFolder } from './log-folder.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const START = Date.parse('2026-03-01T12:00:00Z');
const OLD = ['auth.1.2026-01-02.001.log', 'auth.1.2026-01-05.001.log'];

let folder: string;
/** The clock that people set, and the one that only passes. */
let now: number;
let elapsed: number;
let clock: SteadyClock;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'emas-clock-'));
  now = START;
  elapsed = 5000;
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function startProcess(): void {
  clock = new SteadyClock(
    folder,
    () => now,
    () => elapsed,
  );
}

function pass(time: number): void {
  now += time;
  elapsed += time;
}

/** A file that was begun and written last at some times. */
function write(name: string, begun: number, last: number): void {
  const path = join(folder, name);
  writeFileSync(path, `{"time":"${new Date(begun).toISOString()}","level":"info"}\n`);
  utimesSync(path, last / 1000, last / 1000);
}

function writeOld(): void {
  for (const name of OLD) write(name, START - 60 * DAY, START - 40 * DAY);
}

/** What the log writes about itself, in a file of this day. */
function writeNow(): void {
  write(`system.1.${new Date(now).toISOString().slice(0, 10)}.001.log`, now, now);
}

/** @returns What is left of the old files. */
async function keep(): Promise<string[]> {
  await keepHouse({
    folder,
    log: 'auth',
    slot: 2,
    retention: { maxAge: 30 * DAY, maxTotalBytes: Infinity },
    compress: false,
    now: () => now,
    isClockSteady: () => clock.isSteady(),
    current: () => undefined,
    renew: () => true,
    onRemoved: () => undefined,
  });
  return readdirSync(folder).filter((name) => OLD.includes(name));
}

describe('files that are too old leave', () => {
  it('at once, where lines were written for an hour up to now', async () => {
    writeOld();
    write('access.1.2026-03-01.001.log', now - 3 * HOUR, now - MINUTE);
    startProcess();
    expect(await keep()).toEqual([]);
  });

  it('at once, where several files together go back for an hour, over a night without lines', async () => {
    writeOld();
    write('access.1.2026-02-28.001.log', now - 30 * HOUR, now - 20 * HOUR);
    write('access.1.2026-03-01.001.log', now - 5 * MINUTE, now);
    startProcess();
    expect(await keep()).toEqual([]);
  });

  it('after an hour, where the process was down for days', async () => {
    writeOld();
    write('access.1.2026-02-20.001.log', now - 10 * DAY, now - 9 * DAY);
    startProcess();
    writeNow();
    expect(await keep()).toEqual(OLD);
    pass(30 * MINUTE);
    expect(await keep()).toEqual(OLD);
    pass(30 * MINUTE);
    expect(await keep()).toEqual([]);
  });

  it('after the same hour, where the process is started again within it', async () => {
    writeOld();
    startProcess();
    writeNow();
    pass(50 * MINUTE);
    startProcess();
    expect(await keep()).toEqual(OLD);
    pass(10 * MINUTE);
    expect(await keep()).toEqual([]);
  });

  it('after an hour without a line at all', async () => {
    writeOld();
    startProcess();
    expect(await keep()).toEqual(OLD);
    pass(HOUR);
    expect(await keep()).toEqual([]);
  });
});

describe('a clock that jumps', () => {
  it('400 days ahead and back removes nothing', async () => {
    writeOld();
    write('access.1.2026-03-01.001.log', now - 3 * HOUR, now - MINUTE);
    write('auth.2.2026-03-01.001.log', now - 3 * HOUR, now - MINUTE);
    startProcess();
    now += 400 * DAY;
    writeNow();
    const all = readdirSync(folder);
    await keep();
    expect(readdirSync(folder)).toEqual(all);
    pass(30 * MINUTE);
    await keep();
    now -= 400 * DAY;
    writeNow();
    expect(await keep()).toEqual([]);
    // That was of the old ones, under the right clock: they had to go.
    expect(readdirSync(folder)).toContain('auth.2.2026-03-01.001.log');
  });

  it('ahead in a process that had run for hours removes nothing for an hour', async () => {
    startProcess();
    pass(5 * HOUR);
    write(OLD[0] ?? '', now - DAY, now);
    write('auth.2.2026-03-01.001.log', now, now);
    expect(await keep()).toEqual([OLD[0]]);
    now += 400 * DAY;
    writeNow();
    expect(await keep()).toEqual([OLD[0]]);
    pass(58 * MINUTE);
    expect(await keep()).toEqual([OLD[0]]);
    pass(2 * MINUTE);
    // Nobody can tell it from a machine that was off so long.
    expect(await keep()).toEqual([]);
  });

  it('ahead from the start removes nothing, though the process is started again and again', async () => {
    write(OLD[0] ?? '', now - DAY, now);
    now += 400 * DAY;
    for (let start = 0; start < 10; start += 1) {
      startProcess();
      if (start === 0) writeNow();
      expect(await keep()).toEqual([OLD[0]]);
      pass(5 * MINUTE);
    }
  });

  it('back removes nothing', async () => {
    write('access.1.2026-03-01.001.log', now - 3 * HOUR, now);
    write(OLD[0] ?? '', now - DAY, now);
    now -= 400 * DAY;
    startProcess();
    writeNow();
    expect(await keep()).toEqual([OLD[0]]);
    pass(2 * HOUR);
    expect(await keep()).toEqual([OLD[0]]);
  });
});

it('a logger whose clock is set to and fro by days keeps every line', async () => {
  const real = Date.now;
  let offset = 0;
  const spy = jest.spyOn(Date, 'now').mockImplementation(() => real() + offset);
  const log = logFolder({ compress: false });
  try {
    let written = 0;
    for (const days of [0, -2, 1, 40, -39, 0.5, -0.5, 400, -400]) {
      offset += days * DAY;
      for (let line = 0; line < 5; line += 1) {
        log.logger.event('authn_login_fail', { reason: 'wrong', source_ip: '192.0.2.1' });
        written += 1;
      }
      log.logger.flush();
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await log.logger.shutdown();
    expect(log.lines('auth')).toHaveLength(written);
  } finally {
    spy.mockRestore();
    await log.end();
  }
});
