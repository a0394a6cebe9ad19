import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, expect, it } from '@jest/globals';
import { untilNoneOpen } from '../../../test/waiting/open-files.ts';
import { searchLogs } from '../src/reading/search.ts';
import { logFolder } from './log-folder.ts';
import type { LogFolder } from './log-folder.ts';

let log: LogFolder;
afterEach(() => log.end());

it('who stops after the first of many lines leaves no file open, packed or plain', async () => {
  log = logFolder();
  // More than a stream reads ahead, so that none is read to its end.
  const text = 'x'.repeat(1000);
  for (let line = 0; line < 1000; line += 1) {
    log.logger.info('of the app', { line, text });
    log.logger.event('authn_login_fail', { source_ip: '203.0.113.7', reason: text });
  }
  await log.logger.shutdown();
  const [auth = ''] = log.files().filter((name) => name.startsWith('auth.'));
  const path = join(log.folder, auth);
  writeFileSync(`${path}.gz`, gzipSync(readFileSync(path)));
  rmSync(path);
  for await (const entry of searchLogs(log.folder, {})) {
    expect(entry.line).toBe(1);
    break;
  }
  await untilNoneOpen(log.folder);
});

it.each([
  ['an address of it', '203.0.113.7', 2],
  ['another address of it', '203.0.113.8', 1],
  ['the network', '203.0.113.0/24', 2],
  ['one round it', '203.0.0.0/16', 2],
  ['another network', '203.0.114.0/24', 0],
  ['another family', '2001:db8::/32', 0],
])('a line that has a network is found by %s', async (_name, address, lines) => {
  log = logFolder();
  log.logger.event('authn_login_fail', { source_ip: '203.0.113.7', reason: 'wrong_password' });
  log.logger.event('session_created', { session: 'abc', source_network: '203.0.113.9' });
  await log.logger.shutdown();
  const found = [];
  for await (const { event } of searchLogs(log.folder, { address })) found.push(event);
  expect(found).toHaveLength(lines);
});

it('a line that nothing may link with a request has the hour', () => {
  log = logFolder();
  log.logger.event('consent_text_recorded', {
    ...{ text: 'a', policy: 'b', language: 'ms', layout: 'page-1', content: 'c' },
  });
  expect(log.lines('consent')[0]?.time).toMatch(/^\d{4}-\d{2}-\d{2}T\d{2}:00:00\.000Z$/);
});
