import {
  appendFileSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { lastEntries, searchLogs } from '@emas/logging';
import type { LogQuery } from '@emas/logging';
import { untilNoneOpen } from '../../../test/waiting/open-files.ts';
import { logFolder } from './log-folder.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'emas-last-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A file of a log, with a line for each time; times are in seconds. */
function writeLog(name: string, times: readonly number[], note = ''): string {
  const path = join(folder, name);
  const [category = ''] = name.split('.');
  const lines = times.map((time) => {
    const at = new Date(time * 1000).toISOString();
    return JSON.stringify({
      time: at,
      level: 'info',
      category,
      message: `${category} ${time}`,
      note,
    });
  });
  writeFileSync(path, lines.map((line) => `${line}\n`).join(''));
  const end = times.at(-1) ?? 0;
  utimesSync(path, end, end);
  return path;
}

function pack(path: string, bytes: Uint8Array = gzipSync(readFileSync(path))): void {
  writeFileSync(`${path}.gz`, bytes);
  rmSync(path);
}

async function last(count: number, query: LogQuery = {}): Promise<string[]> {
  return (await lastEntries(folder, query, count)).map(({ message }) => message);
}

describe('the last lines of a folder', () => {
  beforeEach(() => {
    writeLog('access.1.1970-01-01.001.log', [1, 4, 7, 10]);
    writeLog('access.2.1970-01-01.001.log', [2, 5, 8, 11]);
    writeLog('auth.1.1970-01-01.001.log', [3, 6, 9, 12]);
  });

  it('come in the order of their times, whichever process and log they are of', async () => {
    expect(await last(5)).toEqual(['access 8', 'auth 9', 'access 10', 'access 11', 'auth 12']);
    expect(await last(1)).toEqual(['auth 12']);
    expect(await last(0)).toEqual([]);
    expect(await last(100)).toHaveLength(12);
  });

  it('are those that are meant', async () => {
    expect(await last(2, { category: 'access' })).toEqual(['access 10', 'access 11']);
    expect(await last(2, { until: 9000 })).toEqual(['access 7', 'access 8']);
    expect(await last(9, { since: 9000 })).toEqual(['auth 9', 'access 10', 'access 11', 'auth 12']);
    expect(await last(9, { text: 'nowhere' })).toEqual([]);
    await expect(last(1, { level: 'loud' })).rejects.toMatchObject({ code: 'ERR_EMAS_LOG_QUERY' });
  });

  it('do without what was torn, is empty, or is none of ours', async () => {
    appendFileSync(join(folder, 'auth.1.1970-01-01.001.log'), '{"time":"2020-01-');
    writeLog('session.1.1970-01-01.001.log', []);
    writeFileSync(join(folder, 'access.9.1970-01-01.001.log'), 'not ours\n\n\n{}\n');
    expect(await last(2)).toEqual(['access 11', 'auth 12']);
  });

  it('are found however long they are', async () => {
    const note = 'é'.repeat(100_000);
    writeLog('error.1.1970-01-01.001.log', [13, 14, 15], note);
    const entries = await lastEntries(folder, { category: 'error' }, 2);
    expect(entries.map(({ message }) => message)).toEqual(['error 14', 'error 15']);
    for (const { text } of entries) expect(JSON.parse(text)).toMatchObject({ note });
  });

  it('leave no file open', async () => {
    expect(await last(2)).toHaveLength(2);
    await untilNoneOpen(folder);
  });
});

describe('older files', () => {
  const NO_ARCHIVE = Buffer.from('this is no archive');

  it('are opened only where newer ones do not hold enough', async () => {
    pack(writeLog('access.1.1970-01-01.001.log', [1, 2]), NO_ARCHIVE);
    utimesSync(join(folder, 'access.1.1970-01-01.001.log.gz'), 2, 2);
    writeLog('access.1.1970-01-02.001.log', [3, 4]);
    expect(await last(2)).toEqual(['access 3', 'access 4']);
    await expect(last(3)).rejects.toThrow(/header|gzip/i);
  });

  it('of a log that is quiet are not opened for the newest lines of another', async () => {
    pack(writeLog('auth.1.1970-01-01.001.log', [1, 2]), NO_ARCHIVE);
    utimesSync(join(folder, 'auth.1.1970-01-01.001.log.gz'), 2, 2);
    writeLog('access.1.1970-01-02.001.log', [3, 4]);
    expect(await last(2)).toEqual(['access 3', 'access 4']);
  });

  it('are read where they are packed and hold what is wanted', async () => {
    pack(writeLog('access.1.1970-01-01.001.log', [1, 2, 3, 4]));
    utimesSync(join(folder, 'access.1.1970-01-01.001.log.gz'), 4, 4);
    writeLog('access.1.1970-01-02.001.log', [5]);
    writeLog('auth.1.1970-01-02.001.log', [2.5, 6]);
    expect(await last(4)).toEqual(['access 3', 'access 4', 'access 5', 'auth 6']);
    expect(await last(5)).toEqual(['auth 2.5', 'access 3', 'access 4', 'access 5', 'auth 6']);
  });
});

it('they are the end of what a search finds', async () => {
  const log = logFolder();
  const { folder: logs } = log;
  const text = 'x'.repeat(5000);
  for (let line = 0; line < 300; line += 1) {
    log.logger.info('of the app', { line, ...(line % 7 === 0 ? { text } : {}) });
    if (line % 3 === 0) {
      log.logger.event('authn_login_fail', { source_ip: '203.0.113.7', reason: `${line}` });
    }
    if (line % 50 === 0) await new Promise((resolve) => setTimeout(resolve, 2));
  }
  log.logger.flush();
  for (const query of [{}, { event: 'authn_*' }, { text: 'xxx' }, { level: 'warn' }]) {
    const all: string[] = [];
    for await (const entry of searchLogs(logs, query)) all.push(entry.text);
    for (const count of [1, 3, 40, 1000]) {
      const found = await lastEntries(logs, query, count);
      // Lines of one millisecond may be told in another order: they are the same ones but for the first.
      const texts = new Set(found.map((entry) => entry.text));
      expect(texts.size).toBe(Math.min(count, all.length));
      // The first line of a file is made as the file is, which is after the line that asked for it.
      const written = found.filter(({ event }) => event !== 'log_file_opened');
      const times = written.map(({ time }) => time);
      expect(times).toEqual(times.toSorted((left, right) => left - right));
      const oldest = found[0]?.time ?? 0;
      const later = all.filter(
        (line) => Date.parse((JSON.parse(line) as { time: string }).time) > oldest,
      );
      expect(later.filter((line) => !texts.has(line))).toEqual([]);
    }
  }
  await log.end();
});
