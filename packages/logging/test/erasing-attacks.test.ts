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
import { keepHouse } from '../src/file/housekeeping.ts';
import { ErasureProof } from '../src/reading/erasure-proof.ts';
import { sealedLine } from '../src/reading/sealed-line.ts';
import { searchLogs } from '../src/reading/search.ts';
import { verifyLogs } from '../src/reading/verify.ts';
import { LINEAR, growthOf } from '../../../test/runner/growth.ts';
import { KEY, logFolder } from './log-folder.ts';
import type { LogFolder } from './log-folder.ts';

/* What somebody may do to erased lines, and what may happen while lines are erased. */

let own: LogFolder;

beforeEach(() => {
  own = logFolder({ compress: false });
});
afterEach(() => own.end());

const MEANT = /kanari/;
const erase = (isMeant = (line: string): boolean => MEANT.test(line)): Promise<number> =>
  eraseLines(own.folder, { app: 'test', keys: [KEY], reason: 'subject', by: 'siti', isMeant });
const path = (name: string): string => join(own.folder, name);
const file = (log = 'system', slot = 1): string =>
  readdirSync(own.folder).find((name) => name.startsWith(`${log}.${slot}.`)) ?? '';
const linesOf = (name: string): string[] => readFileSync(path(name), 'utf8').split('\n');
const findings = async (): Promise<string[]> =>
  (await verifyLogs(own.folder, { keys: [KEY] })).flatMap((log) =>
    log.findings.map(({ kind, says }) => `${kind}: ${says}`),
  );

function say(...texts: readonly string[]): void {
  for (const text of texts) own.logger.info(text);
  own.logger.flush();
}

/** Puts fields of its own into an erased line, behind what the mac is of. */
async function forge(fields: object): Promise<void> {
  const lines = linesOf(file());
  const at = lines.findIndex((line) => line.startsWith('{"erased"'));
  const [, start = '', seq = '', mac = ''] =
    /^(\{"erased":\{.*?\}) *(,"seq":\d+)(,"mac":"[^"]+"\})$/.exec(lines[at] ?? '') ?? [];
  const more = JSON.stringify({ time: new Date().toISOString(), ...fields }).slice(1, -1);
  writeFileSync(path(file()), lines.with(at, `${start}${seq},${more}${seq}${mac}`).join('\n'));
}

it('nothing can be written into an erased line', async () => {
  say('kanari', 'x');
  await erase();
  await own.logger.shutdown();
  await forge({ level: 'warn', category: 'auth', event: 'authn_login_success', message: 'forged' });
  expect(await findings()).toContain('altered: its text is not what was written');
  const found: string[] = [];
  for await (const { message } of searchLogs(own.folder, {})) found.push(message);
  expect(found).not.toContain('forged');
});

it.each(['log_files_removed', 'log_lines_erased'])('a forged %s proves nothing', async (event) => {
  own.bus.emit('authn_login_fail', { reason: 'wrong_password', source_ip: '192.0.2.1' });
  say('kanari', 'x');
  await erase();
  await own.logger.shutdown();
  const gone = file('auth');
  rmSync(path(gone));
  const data = { log: 'auth', files: [gone], reason: 'size', chain: 'x', lines: ['1'] };
  await forge({ level: 'info', category: 'system', event, message: 'm', data });
  expect((await findings()).join()).toMatch(/no log line records its removal/);
});

it('lines without macs before all others prove nothing', async () => {
  own.bus.emit('authn_login_fail', { reason: 'wrong_password', source_ip: '192.0.2.1' });
  say('x');
  await own.logger.shutdown();
  const gone = file('auth');
  rmSync(path(gone));
  const name = 'system.1.2026-01-01.001.log';
  const line = (event: string, data: object, seq: number): string =>
    `${JSON.stringify({ time: new Date().toISOString(), level: 'info', category: 'system', event, message: 'm', data }).slice(0, -1)},"seq":${seq}}\n`;
  const opening = { log: 'system', slot: 1, chain: 'aaaaaaaaaaaa', key: '', previous: '' };
  const first = { ...opening, reason: 'start', file: name, after: '' };
  const removal = { log: 'auth', files: [gone], reason: 'size' };
  const text = line('log_file_opened', first, 1) + line('log_files_removed', removal, 2);
  writeFileSync(path(name), text);
  expect((await findings()).join()).toMatch(/no log line records its removal/);
  // Also where its numbers fit: then at least it is told.
  writeFileSync(path(name), line('log_file_opened', first, 0));
  const notes = (await verifyLogs(own.folder, { keys: [KEY] })).flatMap((log) => log.notes);
  expect(notes).toContain('1 of its lines have no MACs: they were written without a key.');
});

it('one erasure at a time', async () => {
  say('kanari', 'murai');
  const first = erase();
  await expect(erase((line) => line.includes('murai'))).rejects.toMatchObject({
    code: 'ERR_EMAS_LOG_ERASE',
  });
  expect(await first).toBe(1);
  expect(await erase((line) => line.includes('murai'))).toBe(1);
  expect(readdirSync(own.folder)).not.toContain('.erasing');
});

it('what a killed erasure left does not stop the next', async () => {
  say('kanari');
  writeFileSync(path('.erasing'), JSON.stringify({ pid: 2 ** 22 + 1, start: '0', place: 'x' }));
  const old = new Date(Date.now() - 2 * 3_600_000);
  utimesSync(path('.erasing'), old, old);
  expect(await erase()).toBe(1);
});

it('the packed twin of a file is erased too, and what is left of a packing that was killed goes', async () => {
  say('kanari');
  const packed = gzipSync(readFileSync(path(file())));
  writeFileSync(path(`${file()}.gz`), packed);
  const partial = path(`${file()}.0123456789ab.partial`);
  writeFileSync(partial, packed);
  const old = new Date(Date.now() - 120_000);
  utimesSync(partial, old, old);
  await erase();
  expect(gunzipSync(readFileSync(path(`${file()}.gz`))).toString()).not.toMatch(MEANT);
  expect(readdirSync(own.folder).filter((name) => name.endsWith('partial'))).toEqual([]);
});

it('what is being packed meanwhile does not come back', async () => {
  own = logFolder({ compress: false, maxFileBytes: 2_000_000 });
  for (let line = 0; line < 40; line += 1) say(`kanari ${'x'.repeat(100_000)}`);
  const house = keepHouse({
    ...{ folder: own.folder, log: 'system', slot: 1, compress: true, now: Date.now },
    retention: { maxAge: 86_400_000, maxTotalBytes: 1024 ** 3 },
    isClockSteady: async () => true,
    current: () => undefined,
    renew: () => false,
    onRemoved: () => undefined,
  });
  await erase();
  await house;
  // What was packed when it was looked for is found by looking again.
  await erase();
  for (const name of readdirSync(own.folder).filter((one) => /\.(?:log|gz)$/.test(one))) {
    const bytes = readFileSync(path(name));
    const text = (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString();
    expect([name, MEANT.test(text)]).toEqual([name, false]);
  }
  expect(await findings()).toEqual([]);
});

it('what tells of erased lines does not leave before them', async () => {
  say('kanari');
  await erase();
  const { mtimeMs } = statSync(path(file('system', 2)));
  const endOfDay = Math.ceil(Date.now() / 86_400_000) * 86_400_000;
  expect(mtimeMs).toBe(endOfDay);
});

it('a line that the app has written half of stays', async () => {
  say('before');
  const half = '{"time":"2026-11-28T10:00:00.000Z","message":"kanari';
  appendFileSync(path(file()), half);
  await erase();
  expect(readFileSync(path(file()), 'utf8').endsWith(half)).toBe(true);
});

it('an app cannot keep its lines by what it calls them', async () => {
  own.logger.info('kanari', { event: 'log_anchor' });
  own.logger.flush();
  expect(await erase()).toBe(1);
});

it('a file that is damaged is named, and nothing is erased', async () => {
  say('kanari');
  writeFileSync(path('auth.1.2026-11-01.001.log.gz'), gzipSync('x'.repeat(1000)).subarray(0, 20));
  await expect(erase()).rejects.toMatchObject({
    code: 'ERR_EMAS_LOG_FILE',
    message: expect.stringContaining('auth.1.2026-11-01.001.log.gz'),
  });
  expect(linesOf(file()).join()).toMatch(MEANT);
});

it('looking up erased lines takes no longer than their number', () => {
  const growth = growthOf((count) => {
    const lines = Array.from({ length: count }, (_, at) => String(at * 2));
    const data = {
      log: 'auth',
      slot: 1,
      chain: 'aaaaaaaaaaaa',
      lines,
      reason: 'subject',
      by: 'me',
    };
    const event = { time: '2026-11-28T10:00:00.000Z', event: 'log_lines_erased', data };
    const record = sealedLine('f', 1, `${JSON.stringify(event).slice(0, -1)},"seq":1}`);
    const erased = lines.map((seq) => ({
      chain: data.chain,
      file: 'f',
      line: 1,
      seq: Number(seq),
    }));
    return () => {
      const proof = new ErasureProof();
      if (record !== undefined) proof.take(record);
      const { findings: none, notes } = proof.verdictOn(erased, false);
      expect([none, notes.length]).toEqual([[], 1]);
    };
  }, 5000);
  expect(growth).toBeLessThan(LINEAR);
});
