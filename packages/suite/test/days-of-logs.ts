import { appendFileSync, readdirSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { createEventBus } from '@emas/events';
import { createLogger, rfc5424Format } from '@emas/logging';
import type { LogSink } from '@emas/logging';
import { believeClock } from '../../../test/logs/believe-clock.ts';
import { waitUntil } from '../../../test/waiting/wait-until.ts';

export const KEY = 'a key for days of logs of a test';
export const DAY = 86_400_000;
export const DAYS = 6;
/** Noon of the first day, so long ago that all of it is past. */
export const FIRST: number = Math.floor(Date.now() / DAY) * DAY - 10 * DAY + DAY / 2;

/** `2026-11-23` of a day, counted from 0. */
export const dayOf = (day: number): string =>
  new Date(FIRST + day * DAY).toISOString().slice(0, 10);

/** A receiver that keeps what it is sent in a file. */
export function collector(file: string): LogSink {
  return {
    name: 'collector',
    write: (record, origin) => appendFileSync(file, `${rfc5424Format()(record, origin)}\n`),
    flushSync: () => undefined,
    close: async () => undefined,
    counters: () => ({ written: 0, queued: 0, dropped: 0, fault: undefined }),
  };
}

/** Six days of an app that is started each day, with two files of `auth` a day. */
export async function logForDays(into: string, sinks: readonly LogSink[] = []): Promise<void> {
  for (let day = 0; day < DAYS; day += 1) {
    const time = FIRST + day * DAY;
    await logAt(time, into, sinks);
    // The system's clock is the real one: files are as old as their lines.
    for (const name of readdirSync(into).filter((file) => file.includes(dayOf(day)))) {
      utimesSync(join(into, name), time / 1000, time / 1000);
    }
  }
}

/** Starts an app at a time, which writes some lines and lets old files of `access` leave. */
export async function logAt(
  time: number,
  into: string,
  sinks: readonly LogSink[] = [],
): Promise<void> {
  const now = jest.spyOn(Date, 'now').mockReturnValue(time);
  const doubt = believeClock(into, time);
  const logger = createLogger({
    ...{ app: 'portal', folder: into, key: KEY, events: createEventBus(), sinks: [...sinks] },
    ...{ console: false, signals: false, crashes: false },
    ...{ compress: false, maxFileBytes: 4096, routes: { access: { days: 2 } } },
  });
  for (let line = 0; line < 30; line += 1) {
    const data = { account: `user${line}`, reason: 'wrong_password', source_ip: '203.0.113.7' };
    logger.event('authn_login_fail', data);
    logger.category('access').info(`request ${line}`);
    if (line % 10 === 9) logger.flush();
  }
  const isLeaving = (name: string): boolean => {
    const [log, , day = ''] = name.split('.');
    return log === 'access' && time - Date.parse(day) > 2.6 * DAY;
  };
  await waitUntil('retention', () => !readdirSync(into).some(isLeaving));
  doubt();
  await logger.shutdown();
  now.mockRestore();
}
