import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo, Socket } from 'node:net';
import { createServer as createTcpServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer as createTlsServer } from 'node:tls';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { times } from '../../../../test/runner/repetition.ts';
import { waitUntil } from '../../../../test/waiting/wait-until.ts';
import { makeCertificates } from './certificates.ts';
import type { Certificates } from './certificates.ts';

const APP = fileURLToPath(new URL('ending-app.js', import.meta.url));

let folder: string;
let certificates: Certificates;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'emas-ends-'));
  certificates = makeCertificates(folder);
});
afterAll(() => rmSync(folder, { recursive: true }));

/** The app's own lines that a receiver got of a process that logged and ended, and how that ended. */
async function received(
  protocol: 'tcp' | 'tls',
  end: string,
  last: RegExp,
): Promise<{
  readonly lines: readonly string[];
  readonly ended: readonly unknown[];
  readonly text: string;
}> {
  let text = '';
  const listen = (socket: Socket): void => {
    socket.on('data', (chunk) => (text += String(chunk))).on('error', () => undefined);
  };
  const { cert, key } = certificates.server;
  const server =
    protocol === 'tls' ? createTlsServer({ cert, key }, listen) : createTcpServer(listen);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const sink = {
    protocol,
    host: '127.0.0.1',
    port: (server.address() as AddressInfo).port,
    ...(protocol === 'tls' ? { ca: certificates.authority.cert } : {}),
  };
  try {
    const child = spawn(process.execPath, [APP, JSON.stringify({ sink, end })], {
      stdio: 'ignore',
    });
    const ended: unknown[] = await once(child, 'exit');
    await waitUntil('the last line', () => last.test(text), { state: () => text.slice(-500) });
    return { lines: (text.match(/line \d/g) ?? []).toSorted(), ended, text };
  } finally {
    server.close();
  }
}

const FOUR = ['line 0', 'line 1', 'line 2', 'line 3'];

describe.each(['tls', 'tcp'] as const)('a receiver by %s gets every line once', (protocol) => {
  it.each<[string, RegExp, readonly unknown[]]>([
    ['exit', /sys_shutdown/, [3, null]],
    ['exit a turn later', /sys_shutdown/, [3, null]],
    ['SIGTERM', /sys_shutdown/, [null, 'SIGTERM']],
    ['throw', /sys_crash/, [1, null]],
    ['natural end', /sys_shutdown/, [0, null]],
    ['shutdown', /sys_shutdown/, [0, null]],
    ['exit before there is a connection', /sys_shutdown/, [3, null]],
    ['exit with a megabyte left', /sys_shutdown/, [3, null]],
  ])('%s', async (end, last, wanted) => {
    for (let run = 0; run < times(5); run += 1) {
      const { lines, ended } = await received(protocol, end, last);
      expect({ lines, ended }).toEqual({ lines: FOUR, ended: wanted });
    }
  });

  it('what an exit handler of the app logs as well', async () => {
    const { lines } = await received(protocol, 'a line of an exit handler', /line 4/);
    expect(lines).toEqual([...FOUR, 'line 4']);
  });
});
