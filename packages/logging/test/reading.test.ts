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
