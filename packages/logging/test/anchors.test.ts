import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { rfc5424Format, verifyLogs } from '@emas/logging';
import type { Finding } from '@emas/logging';
import type { LogOrigin, LogRecord } from '../src/record.ts';
import { KEY, logFolder } from './log-folder.ts';
import type { LogFolder, LogLine } from './log-folder.ts';

let log: LogFolder;

beforeEach(async () => {
  log = logFolder();
  const access = log.logger.category('access');
  for (let line = 1; line <= 10; line += 1) access.info(`line ${line}`);
  await log.logger.shutdown();
});
afterEach(() => log.end());

const told = ({ kind, line, seq }: Finding): unknown => ({ kind, line, seq });
/** What a receiver was given for a line of the system's log. */
function recordOf({ time, message, data }: LogLine): LogRecord {
  return {
    time: Date.parse(time),
    level: 'info',
    category: 'system',
    event: 'log_anchor',
    message,
    request: undefined,
    context: undefined,
    data: JSON.stringify(data),
    fields: data ?? {},
  };
}

const origin = (line: LogLine): LogOrigin => ({ ...line, version: '1' });
const logfmtOf = (line: LogLine): string =>
  rfc5424Format()(recordOf(line), origin(line)).split('] ').slice(1).join('] ');

describe('anchors that were kept elsewhere show', () => {
  it.each<[string, (line: LogLine) => string]>([
    ['our JSON', (line) => `Nov 23 12:00:00 web portal: ${JSON.stringify(line)}`],
    ['RFC 5424', (line) => rfc5424Format({ message: 'text' })(recordOf(line), origin(line))],
    ['logfmt', (line) => `Nov 23 12:00:00 web portal[7] ${logfmtOf(line)}`],
    ['logfmt alone', logfmtOf],
    ['rows of ClickHouse', ({ time, app, data }) => JSON.stringify({ time, app, ...data })],
  ])('a cut end of all logs, by anchors that were kept elsewhere: %s', async (_name, form) => {
    const kept = join(log.folder, 'kept-elsewhere.txt');
    const anchors = log.lines('system', /^log_anchor$/);
    writeFileSync(kept, ['something else', ...anchors.map(form), ''].join('\n'));
    for (const name of log.files()) {
      const whole = log.text(name).trimEnd().split('\n');
      writeFileSync(join(log.folder, name), `${whole.slice(0, 2).join('\n')}\n`);
    }
    const alone = await verifyLogs(log.folder, { keys: [KEY] });
    expect(alone.flatMap(({ findings }) => findings)).toEqual([]);
    const logs = await verifyLogs(log.folder, { keys: [KEY], anchors: [kept] });
    expect(logs.map(({ log: name, findings }) => [name, ...findings.map(told)])).toEqual([
      ['access', { kind: 'tail missing', line: 3, seq: { from: 3, to: 11 } }],
      ['system', { kind: 'tail missing', line: 3, seq: { from: 3, to: expect.any(Number) } }],
    ]);
  });

  it.each<[string, (line: LogLine) => string]>([
    ['in the text of a line', (line) => `category=system msg="${logfmtOf(line)}"`],
    ['in a field', (line) => `category=system data_note="event=log_anchor ${logfmtOf(line)}"`],
    ['behind structured data', (line) => `[emas@32473 category="system"] ${logfmtOf(line)}`],
    ['in JSON', (line) => JSON.stringify({ event: 'x', message: JSON.stringify(line) })],
    ['behind JSON', (line) => `{"event":"x"} ${JSON.stringify(line)}`],
    ['behind logfmt', (line) => `category=system msg="x" ${JSON.stringify(line)}`],
  ])('what looks like an anchor and stands %s is none', async (_name, form) => {
    const kept = join(log.folder, 'kept-elsewhere.txt');
    const [anchor] = log.lines('system', /^log_anchor$/);
    if (anchor === undefined) throw new Error('There is no anchor.');
    writeFileSync(kept, `${form(anchor)}\n`);
    await expect(verifyLogs(log.folder, { keys: [KEY], anchors: [kept] })).rejects.toMatchObject({
      code: 'ERR_EMAS_LOG_NO_ANCHORS',
      message: expect.stringContaining(`There are no anchors in ${kept}.`),
    });
  });

  it('a chain of another machine, unless the machine that is meant is named', async () => {
    const kept = join(log.folder, 'kept-elsewhere.txt.gz');
    const [ours] = log.lines('system', /^log_anchor$/);
    const theirs = { ...ours?.data, host: 'web-2', chain: 'feedfeedfeed' };
    const anchors = [ours?.data, theirs].map((data) => JSON.stringify(data));
    writeFileSync(kept, gzipSync(`${anchors.join('\n')}\n`));
    const verifiedWith = async (...hosts: string[]): Promise<unknown[]> =>
      (await verifyLogs(log.folder, { keys: [KEY], anchors: [kept], hosts })).flatMap(
        ({ findings }) => findings.map(({ says }) => says),
      );
    expect(await verifiedWith()).toEqual([
      expect.stringMatching(/^an anchor of web-2 records \d+ lines of the chain feedfeedfeed/),
    ]);
    expect(await verifiedWith(String(ours?.data?.['host']))).toEqual([]);
    await expect(verifiedWith('web-3')).rejects.toMatchObject({
      message: expect.stringContaining(`There are no anchors of web-3 in ${kept}.`),
    });
  });

  it('a log that was written anew, by anchors that know its lines by other macs', async () => {
    const again = logFolder({ folder: log.folder });
    const kept = join(log.folder, 'kept-elsewhere.txt');
    const [anchor] = again.lines('system', /^log_anchor$/);
    writeFileSync(kept, JSON.stringify({ ...anchor?.data, seq: 1, mac: 'x'.repeat(22) }));
    await again.logger.shutdown();
    const logs = await verifyLogs(log.folder, { keys: [KEY], anchors: [kept] });
    expect(logs.find((one) => one.log === 'access')?.findings).toMatchObject([
      { kind: 'altered', line: 1, says: expect.stringContaining('another MAC') },
    ]);
  });
});
