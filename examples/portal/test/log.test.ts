import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { verifyLogs } from '@emas/logging';

const MAIN = fileURLToPath(new URL('../dist/main.js', import.meta.url));
const data = mkdtempSync(join(tmpdir(), 'portal-log-'));
const logs = join(data, 'logs');

/** The portal as `npm start` runs it. */
async function start(): Promise<{ child: ChildProcess; origin: string }> {
  const child = spawn(process.execPath, [MAIN], {
    env: {
      ...process.env,
      PORT: '0',
      EMAS_DATA: data,
      CLICKHOUSE_URL: undefined,
      NODE_ENV: 'test',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface({ input: child.stdout })) {
    const [, origin] = /^Portal +(\S+?)\/?$/.exec(line) ?? [];
    if (origin === undefined) continue;
    child.stdout.resume();
    return { child, origin };
  }
  throw new Error('The portal ended before it listened.');
}

async function stop(
  { child }: { readonly child: ChildProcess },
  signal: NodeJS.Signals,
): Promise<void> {
  const gone = once(child, 'exit');
  child.kill(signal);
  expect(await gone).toEqual([null, signal]);
}

interface Line {
  readonly level: string;
  readonly category: string;
  readonly event: string;
  readonly request?: string;
  readonly data: Readonly<Record<string, unknown>>;
}

const lines = (log: string): Line[] =>
  readdirSync(logs)
    .filter((name) => name.startsWith(`${log}.`))
    .flatMap((name) => readFileSync(join(logs, name), 'utf8').trimEnd().split('\n'))
    .map((text) => JSON.parse(text) as Line)
    .filter(({ event }) => event !== 'log_file_opened' && event !== 'log_anchor');

beforeAll(async () => {
  const first = await start();
  const { origin } = first;
  const api = { 'User-Agent': 'claims-app/1.4', 'X-Request-Id': 'not-trusted-1' };
  for (let time = 0; time < 3; time += 1) await fetch(`${origin}/api/v1/clinics`, { headers: api });
  await fetch(`${origin}/api/fault?card=4111111111111111`);
  await fetch(`${origin}/en/login`, {
    method: 'POST',
    body: new URLSearchParams({ username: 'ali', password: 'not-the-password' }),
    headers: { Origin: origin },
  });
  await stop(first, 'SIGHUP');
  const versions = join(logs, 'versions.json');
  writeFileSync(
    versions,
    readFileSync(versions, 'utf8').replace('"app": "0.1.0"', '"app": "0.0.9"'),
  );
  await stop(await start(), 'SIGQUIT');
});
afterAll(() => rmSync(data, { recursive: true, force: true }));

describe('the log of the portal has its line', () => {
  it('of a wrong login: the address, and neither the name nor the password', () => {
    expect(lines('auth')).toMatchObject([
      {
        level: 'warn',
        event: 'authn_login_fail',
        request: expect.stringMatching(/^[0-9a-f]{32}$/),
        data: {
          reason: 'unknown_account',
          account: expect.stringMatching(/^[0-9a-f]{16}$/),
          source_ip: '127.0.0.1',
        },
      },
    ]);
    const everything = readdirSync(logs)
      .map((name) => readFileSync(join(logs, name), 'utf8'))
      .join('');
    expect(everything).not.toMatch(/not-the-password|"ali"|4111111111111111/);
  });

  it('of a thrown error, with its fingerprint', () => {
    expect(lines('error')).toMatchObject([
      {
        level: 'error',
        event: 'unhandled_error',
        data: {
          fingerprint: expect.stringMatching(/^[0-9a-f]{12}$/),
          error: {
            name: 'TypeError',
            message: expect.any(String),
            stack: expect.stringContaining('fault.js'),
          },
          path: '/api/fault',
          status: 500,
          source_ip: '127.0.0.1',
        },
      },
    ]);
  });

  it('of a call to what is deprecated, the first by itself and the others counted', () => {
    const told = lines('deprecated').map(({ event, data: fields }) => [event, fields['count']]);
    expect(told).toEqual([
      ['deprecated_api_declared', undefined],
      ['deprecated_api_used', undefined],
      ['deprecated_api_counted', 2],
      ['deprecated_watched', undefined],
      ['deprecated_api_declared', undefined],
      ['deprecated_watched', undefined],
    ]);
    expect(lines('deprecated')[1]?.data).toMatchObject({
      endpoint: 'GET /api/v1/clinics',
      version: '0.1.0',
      client_kind: 'family',
      source_ip: '127.0.0.1',
      sunset: '2027-06-01',
    });
  });

  it('of a changed version', () => {
    expect(lines('update').map(({ event, data: fields }) => [event, fields])).toEqual([
      ['versions_recorded', expect.objectContaining({ version: '0.1.0' })],
      ['app_updated', { from: '0.0.9', to: '0.1.0' }],
    ]);
  });

  it('of nobody who only reads: the policy promises no such line', () => {
    expect(lines('access')).toEqual([]);
  });

  it('of each start and end, and all chains hold over both runs', async () => {
    const own = lines('system')
      .map(({ event }) => event)
      .filter((event) => event.startsWith('sys_'));
    expect(own).toEqual(['sys_startup', 'sys_shutdown', 'sys_startup', 'sys_shutdown']);
    const key = readFileSync(join(data, 'log-key'), 'utf8').trim();
    const verified = await verifyLogs(logs, { keys: [key] });
    expect(verified.flatMap(({ findings }) => findings)).toEqual([]);
    expect(verified.every(({ chained }) => chained)).toBe(true);
  });
});
