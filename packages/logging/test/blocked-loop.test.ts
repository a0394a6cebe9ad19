import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { verifyLogs } from '@emas/logging';
import { waitUntil } from '../../../test/waiting/wait-until.ts';
import { startReceiver } from './syslog/receivers.ts';

const APP = fileURLToPath(new URL('blocking-app.js', import.meta.url));

let folder: string;
let marker: string;
let child: ChildProcess | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'emas-blocked-'));
  marker = join(folder, 'blocked');
});
afterEach(() => {
  child?.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

/** Starts it, and waits until its event loop stands still. */
async function block(settings: object): Promise<ChildProcess> {
  child = spawn(process.execPath, [APP, JSON.stringify({ marker, ...settings })], {
    stdio: 'ignore',
  });
  await waitUntil('the app to block', () => existsSync(marker));
  return child;
}

function linesOnDisk(logs: string): string[] {
  return readdirSync(logs)
    .filter((name) => name.startsWith('system.'))
    .flatMap(
      (name) => readFileSync(join(logs, name), 'utf8').match(/line \d+ starts the report/g) ?? [],
    );
}

describe('behind a line that names a request, the event loop is blocked', () => {
  it.each([
    ['after a pause', 1, 50],
    ['after a pause, with two lines before it', 3, 50],
  ])(
    '%s: the line is on disk, and is there when the process is killed',
    async (_name, lines, pause) => {
      const logs = join(folder, 'logs');
      const app = await block({ folder: logs, lines, pause });
      const wanted = Array.from({ length: lines }, (_, at) => `line ${at + 1} starts the report`);
      expect(linesOnDisk(logs)).toEqual(wanted);
      app.kill('SIGKILL');
      await once(app, 'exit');
      expect(linesOnDisk(logs)).toEqual(wanted);
      const verified = await verifyLogs(logs, { keys: ['blocking '.repeat(4)] });
      expect(verified.flatMap(({ findings }) => findings)).toEqual([]);
    },
  );

  it('a syslog server has the line as well', async () => {
    const receiver = await startReceiver('reads');
    try {
      const syslog = { host: '127.0.0.1', port: receiver.port, protocol: 'tcp' };
      await block({ lines: 1, pause: 0, syslog });
      await waitUntil('a line', () => receiver.text().includes('the report'));
      expect(receiver.text()).toContain('line 1 starts the report');
    } finally {
      receiver.close();
    }
  });
});
