import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { afterEach, expect, it } from '@jest/globals';
import { waitUntil } from '../../../test/waiting/wait-until.ts';
import { keepHouse } from '../src/file/housekeeping.ts';
import { logFolder } from './log-folder.ts';
import type { LogFolder } from './log-folder.ts';

let log: LogFolder;
afterEach(() => log.end());

it.each([0, 5, 20, 50])(
  'two that compress a file %i ms apart leave it whole at any time, and nothing else',
  async (apart) => {
    log = logFolder({ compress: false });
    const text = randomBytes(6 * 1024 * 1024).toString('base64');
    const file = join(log.folder, 'access.9.2026-11-20.001.log');
    writeFileSync(file, text);
    writeFileSync(file.replace('001', '002'), 'the newest');
    const abandoned = `${file}.0123456789ab.partial`;
    writeFileSync(abandoned, 'of a process that was killed yesterday');
    utimesSync(abandoned, Date.now() / 1000 - 86_400, Date.now() / 1000 - 86_400);
    const run = (): Promise<void> =>
      keepHouse({
        folder: log.folder,
        log: 'access',
        slot: 9,
        retention: { maxAge: 86_400_000, maxTotalBytes: 1024 ** 3 },
        compress: true,
        now: Date.now,
        isClockSteady: async () => true,
        current: () => undefined,
        renew: () => false,
        onRemoved: () => undefined,
      });
    const runs = [run(), sleep(apart).then(run)];
    await waitUntil('the compressed file', () => existsSync(`${file}.gz`), { every: 1 });
    expect(gunzipSync(readFileSync(`${file}.gz`)).equals(Buffer.from(text))).toBe(true);
    await Promise.all(runs);
    expect(gunzipSync(readFileSync(`${file}.gz`)).equals(Buffer.from(text))).toBe(true);
    const left = readdirSync(log.folder).filter((name) => name.startsWith('access'));
    expect(left.toSorted()).toEqual([
      'access.9.2026-11-20.001.log.gz',
      'access.9.2026-11-20.002.log',
    ]);
  },
);
