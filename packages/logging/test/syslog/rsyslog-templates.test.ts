import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { rfc5424Format, syslogSink, verifyLogs } from '@emas/logging';
import type { Finding, Rfc5424Options } from '@emas/logging';
import { waitUntil } from '../../../../test/waiting/wait-until.ts';
import { KEY, logFolder } from '../log-folder.ts';
import type { LogFolder } from '../log-folder.ts';
import { startRsyslog } from './start-rsyslog.ts';
import type { RsyslogServer, StockTemplate } from './start-rsyslog.ts';

let server: RsyslogServer;
let log: LogFolder;

beforeEach(async () => {
  server = await startRsyslog();
});
afterEach(async () => {
  await log.end();
  await server.stop();
});

/** Logs an attempt to sign in, and gives what rsyslog wrote by a template when the logger had ended. */
async function received(
  template: StockTemplate,
  options: Rfc5424Options = {},
): Promise<readonly string[]> {
  const port = server.ports.tcp;
  const format = rfc5424Format(options);
  const sink = syslogSink({ host: '127.0.0.1', port, protocol: 'tcp', format });
  log = logFolder({ sinks: [sink] });
  log.logger.event('authn_login_fail', {
    ...{ account: 'ali', reason: 'wrong_password', source_ip: '203.0.113.7' },
  });
  await log.logger.shutdown();
  const file = server.stock(template);
  const lines = (): string[] =>
    existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n') : [];
  // The start, the attempt, the end, and an anchor of each of the two logs.
  await waitUntil('all lines', () => lines().length >= 5, { state: lines });
  return lines();
}

async function findings(template: StockTemplate): Promise<readonly Finding[]> {
  const anchors = [server.stock(template)];
  const logs = await verifyLogs(log.folder, { keys: [KEY], anchors });
  return logs.flatMap((one) => one.findings);
}

it.each<[StockTemplate, RegExp]>([
  ['RSYSLOG_TraditionalFileFormat', /^\w{3} [ \d]\d \d\d:\d\d:\d\d \S+ test\[\d+\]:? event=/],
  ['RSYSLOG_FileFormat', /^\d{4}-\d\d-\d\dT\S+ \S+ test\[\d+\]:? event=/],
  [
    'RSYSLOG_SyslogProtocol23Format',
    /^<84>1 \S+ \S+ test \d+ authn_login_fail \[emas@32473 event=/,
  ],
])('%s keeps the fields of a line, and the anchors', async (template, header) => {
  const lines = await received(template);
  const account = String(log.lines('auth', /^authn_login_fail$/)[0]?.data?.['account']);
  const [attempt] = lines.filter((line) => line.includes(account));
  expect(attempt).toMatch(header);
  expect(attempt).toContain(
    ` event=authn_login_fail category=auth account=${account} reason=wrong_password source_ip=203.0.113.7 msg="A sign-in attempt failed."`,
  );
  expect(await findings(template)).toEqual([]);
  // Back to the first line of each log: nothing in the folder tells of more.
  for (const name of log.files()) {
    const [first = ''] = log.text(name).split('\n');
    writeFileSync(join(log.folder, name), `${first}\n`);
  }
  expect(await findings(template)).toMatchObject([
    { kind: 'tail missing', file: expect.stringMatching(/^auth/) },
    { kind: 'tail missing', file: expect.stringMatching(/^system/) },
  ]);
});

it("with the message as 'text', a template that drops structured data keeps no anchors", async () => {
  const lines = await received('RSYSLOG_TraditionalFileFormat', { message: 'text' });
  expect(lines.join('\n')).not.toContain('203.0.113.7');
  await expect(findings('RSYSLOG_TraditionalFileFormat')).rejects.toMatchObject({
    code: 'ERR_EMAS_LOG_NO_ANCHORS',
  });
});

it("with the message as 'text', a template that keeps structured data keeps them", async () => {
  await received('RSYSLOG_SyslogProtocol23Format', { message: 'text' });
  expect(await findings('RSYSLOG_SyslogProtocol23Format')).toEqual([]);
});
