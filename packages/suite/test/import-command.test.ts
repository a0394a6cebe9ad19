import { once } from 'node:events';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, it } from '@jest/globals';
import { LOG_FORMATS } from '@emas/log-lines';
import { startEngine } from '../../../test/engine/start-engine.ts';
import { waitUntil } from '../../../test/waiting/wait-until.ts';
import { followEmas, runEmas, startEmas } from './run-emas.ts';

const LOG = fileURLToPath(new URL('../../analytics/test/access.log', import.meta.url));
const ONE_VIEW = "SELECT 1 FROM emas_open WHERE app = 'followed' LIMIT 1";
const folder = mkdtempSync(join(tmpdir(), 'emas-command-'));
const data = join(folder, 'data');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('emas import', () => {
  it('says what became of every line, and nothing of a file it knows', async () => {
    const portal = ['import', LOG, '--app', 'portal', '--data', data];
    const first = await startEmas([...portal, '--time-zone', 'UTC']);
    expect(first).toMatchObject({ code: 0, err: '' });
    expect(first.out).toMatch(
      /access\.log \(combined\): 400 lines\n {2}page views +114 {2}in \d+ visits\n/,
    );
    expect(first.out).toContain('line 201 is not combined: this line is no request');
    const counts = [...first.out.matchAll(/^ {2}(?:page views|left out) +(\d+)/gm)];
    expect(counts.reduce((sum, [, count]) => sum + Number(count), 0)).toBe(400);
    const second = await startEmas(portal);
    expect(second.out).toContain('0 lines, 400 were imported before');
  });

  it('answers in JSON, and takes several files', async () => {
    const [head = '', tail = ''] = [readFileSync(LOG, 'utf8').slice(0, 20_000)].map((text) => text);
    const one = join(folder, 'one.log');
    writeFileSync(one, `${head}${tail}`);
    const place = ['--app', 'json', '--data', data];
    const { code, out } = await startEmas(['import', one, LOG, ...place, '--json']);
    expect(code).toBe(0);
    // They begin alike, so the second is the first one grown.
    const summaries: { lines: number; before: number }[] = JSON.parse(out);
    expect(summaries).toHaveLength(2);
    expect(summaries[0]?.before).toBe(0);
    expect(summaries[1]?.before).toBeGreaterThan(50);
    expect((summaries[1]?.before ?? 0) + (summaries[1]?.lines ?? 0)).toBeGreaterThanOrEqual(400);
  });

  it.each([
    // As `npx emas` gets it: from the terminal, from npm, and maybe as another signal.
    [['SIGINT', 'SIGINT', 'SIGTERM']],
    // As a service manager sends it.
    [['SIGTERM']],
  ] as const)('stops behind a whole batch at %j, says so, and goes on', async (signals) => {
    const log = join(folder, 'followed.log');
    writeFileSync(log, readFileSync(LOG));
    const engine = await startEngine();
    try {
      const args = ['import', log, '--app', 'followed', '--url', engine.url];
      const child = followEmas([...args, '--follow']);
      const ended = once(child, 'exit');
      let out = '';
      child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
      const hasCounted = async (): Promise<boolean> => {
        // The tables are made meanwhile.
        const rows = await engine.rows(ONE_VIEW).catch(() => []);
        return rows.length > 0;
      };
      await waitUntil('the first batch', hasCounted, { state: () => engine.rows(ONE_VIEW) });
      for (const signal of signals) {
        child.kill(signal);
        await sleep(20);
      }
      expect(await ended).toEqual([0, null]);
      expect(out).toContain('400 lines');
      appendFileSync(log, readFileSync(LOG, 'utf8').split('\n')[0] ?? '');
      const rest = await runEmas(args);
      expect(rest.out).toContain('1 line, 400 were imported before');
    } finally {
      await engine.stop();
    }
  });

  it('counts without a ClickHouse, and writes nothing, in a dry run', async () => {
    const args = ['import', LOG, '--dry-run', '--time-zone', 'UTC'];
    const { code, out } = await runEmas(args);
    expect(code).toBe(0);
    expect(out).toMatch(
      /access\.log \(combined\): 400 lines\n {2}page views +114 {2}in \d+ visits/,
    );
    expect(out).toContain('Dry run: nothing was written.');
    expect(await runEmas([...args, '--follow'])).toMatchObject({ code: 2 });
  });

  it('refuses what does not read, and counts it later by its format', async () => {
    const log = join(folder, 'odd.log');
    const line = (n: number): string =>
      `10:00:0${n} 2026-11-20|203.0.113.7|GET /p${n} HTTP/1.1|200|\n`;
    writeFileSync(log, [1, 2, 3].map((n) => line(n)).join(''));
    const args = ['import', log, '--app', 'odd', '--data', data];
    expect(await startEmas(args)).toMatchObject({
      code: 3,
      out: '',
      err: expect.stringMatching(
        /^emas: .*odd\.log: nothing was imported\. Of its first 3 lines, 3 are not requests in any access log format: line 1 is "10:00:01 2026.* Name its format: combined, vhost_combined, json/,
      ),
    });
    writeFileSync(
      log,
      [1, 2, 3].map((n) => line(n).replace(/^(\S+) ([^|]+)\|/, '$2T$1Z|')).join(''),
    );
    const format = '$time_iso8601|$remote_addr|$request|$status|';
    expect(await startEmas([...args, '--format', format])).toMatchObject({
      code: 0,
      out: expect.stringMatching(/odd\.log \(the format string\): 3 lines\n {2}page views +3 /),
    });
  });

  it('ends with 1 where most of a log is something else', async () => {
    const log = join(folder, 'late.log');
    const [first = ''] = readFileSync(LOG, 'utf8').split('\n', 1);
    writeFileSync(log, `${`${first}\n`.repeat(1000)}${'noise\n'.repeat(1001)}`);
    const { code, out, err } = await runEmas(['import', log, '--dry-run', '--time-zone', 'UTC']);
    expect(code).toBe(1);
    expect(out).toContain('late.log (combined): 2,001 lines');
    expect(err).toMatch(
      /^emas: .*late\.log: 1,001 of 2,001 lines do not match the format combined\.\n$/,
    );
  });

  it('names each format in its help', async () => {
    const { out } = await runEmas(['import', '--help']);
    for (const name of LOG_FORMATS) expect(out).toMatch(new RegExp(`^  ${name} +\\S`, 'm'));
  });

  it.each<[number, string[], RegExp]>([
    [2, ['import', LOG], /No ClickHouse was named\. Give --data FOLDER/],
    [3, ['import', 'missing.log', '--data', data], /missing\.log: ENOENT: .* Name an access log/],
    [
      3,
      ['import', LOG, '--url', 'http://127.0.0.1:9'],
      /ClickHouse did not answer: .* Check the URL/,
    ],
    [
      2,
      ['import', LOG, '--url', 'nonsense'],
      /"url": expected http.*received a 8-character string/,
    ],
    [
      2,
      ['import', LOG, '--data', data, '--since', 'yesterday'],
      /--since .*Expected a day \(2026-11-01\)/,
    ],
    [
      2,
      ['import', LOG, '--data', data, '--format', 'xml'],
      /"xml" is not an access log format\. Known are combined, vhost_combined/,
    ],
    [
      2,
      ['import', LOG, '--data', data, '--format', '$status'],
      /does not say the time, the address/,
    ],
    [
      2,
      ['import', LOG, '--data', data, '--fields', 'ip=a'],
      /"ip=a" is not a field.*address, forwarded/,
    ],
    [2, ['import', LOG, '--data', data, '--time-zone', 'Mars'], /Expected an IANA time zone/],
    [2, ['imprt', LOG], /unknown command 'imprt'/],
    [2, ['import'], /missing required argument 'files'/],
  ])('ends with %i and says what is wrong with %j', async (ends, args, message) => {
    const { code, out, err } = await runEmas(args);
    expect(code).toBe(ends);
    expect(out).toBe('');
    expect(err).toMatch(message);
    expect(err).not.toMatch(/ {4}at /);
  });

  it('takes the app and the time zone of the app beside it, where it can use them', async () => {
    const args = ['import', LOG, '--data', data];
    expect(await runEmas(args, { EMAS_TIME_ZONE: 'Mars' })).toMatchObject({
      code: 2,
      err: expect.stringMatching(
        /^emas: EMAS_TIME_ZONE is "Mars", which is not a time zone\. Set it/,
      ),
    });
    expect(await runEmas(args, { EMAS_APP: 'a b' })).toMatchObject({
      code: 2,
      err: expect.stringMatching(
        /^emas: EMAS_APP is "a b", which is not the name of an app\. Set it/,
      ),
    });
  });
});
