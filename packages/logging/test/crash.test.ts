import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { firstMessage } from '../../../test/waiting/first-message.js';

const APP = fileURLToPath(new URL('crashing-app.js', import.meta.url));
const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'emas-crash-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** What is in the log of a process that somebody crashed. */
async function crashed(by: (child: ChildProcess, port: unknown) => void): Promise<unknown> {
  const child = fork(APP, [JSON.stringify({ folder })], { execArgv: [], silent: true });
  const port = await firstMessage(child);
  const ended = once(child, 'exit');
  by(child, port);
  expect(await ended).toEqual([1, null]);
  const lines = readdirSync(folder)
    .filter((name) => name.startsWith('error.'))
    .flatMap((name) => readFileSync(join(folder, name), 'utf8').trimEnd().split('\n'));
  return lines
    .map((line) => JSON.parse(line) as { event: string })
    .find(({ event }) => event === 'sys_crash');
}

describe('a process that a request crashes', () => {
  it.each([
    ['crash', 'nobody catches this', 'uncaughtException'],
    ['reject', 'nobody awaits this', 'unhandledRejection'],
  ])(
    'by %s: the last line names the request, which nobody answers',
    async (path, message, origin) => {
      const line = await crashed((_child, port) => {
        void fetch(`http://127.0.0.1:${String(port)}/${path}/GL-17?pin=4821`, {
          method: 'POST',
          headers: { 'User-Agent': FIREFOX },
        }).catch(() => undefined);
      });
      expect(line).toMatchObject({
        request: expect.stringMatching(/^[0-9a-f]{32}$/),
        data: {
          origin,
          error: { message },
          method: 'POST',
          path: `/${path}/GL-17`,
          source_ip: '127.0.0.1',
          client: expect.stringContaining('Firefox'),
        },
      });
    },
  );

  it('outside of a request, it names none', async () => {
    const line = await crashed((child) => void child.send('crash'));
    expect(line).toMatchObject({ data: { error: { message: 'of no request' } } });
    expect(line).not.toHaveProperty('request');
    expect(line).not.toHaveProperty('data.path');
  });
});
