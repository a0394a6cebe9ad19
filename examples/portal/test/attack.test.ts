import { execFile, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const MAIN = fileURLToPath(new URL('../dist/main.js', import.meta.url));
const ATTACK = fileURLToPath(new URL('../dist/attack/main.js', import.meta.url));
const data = mkdtempSync(join(tmpdir(), 'portal-attack-'));

let portal: ChildProcess;
let origin = '';

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

const attack = async (...args: string[]): Promise<Ended> =>
  new Promise((resolve) => {
    execFile(process.execPath, [ATTACK, ...args], (error, out, err) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err });
    });
  });

beforeAll(async () => {
  const child = spawn(process.execPath, [MAIN], {
    env: { ...process.env, PORT: '0', EMAS_DATA: data, CLICKHOUSE_URL: undefined },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  portal = child;
  for await (const line of createInterface({ input: child.stdout })) {
    const [, found] = /^Portal +(\S+?)\/?$/.exec(line) ?? [];
    if (found === undefined) continue;
    origin = found;
    child.stdout.resume();
    return;
  }
});
afterAll(() => rmSync(data, { recursive: true, force: true }));

const logged = (event: string): Record<string, unknown>[] =>
  readdirSync(join(data, 'logs'))
    .filter((name) => name.startsWith('auth.'))
    .flatMap((name) =>
      readFileSync(join(data, 'logs', name), 'utf8')
        .trimEnd()
        .split('\n'),
    )
    .map((line) => JSON.parse(line) as { event: string; data: Record<string, unknown> })
    .filter((line) => line.event === event)
    .map((line) => line.data);

describe('the attack on the portal', () => {
  it('is slowed down, found and told, and the member gets in before and after', async () => {
    const { code, out, err } = await attack('--url', origin, '--count', '50');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^The member signs in at home: gets in\./);
    expect(out).toMatch(/brute-force: .*\n {2}5 passwords looked at and wrong, 45 told to wait/);
    expect(out).toMatch(/stuffing: .*\n.*1 got in/);
    expect(out).toMatch(/after all that: gets in\./);
    const gone = once(portal, 'exit');
    portal.kill('SIGTERM');
    expect(await gone).toEqual([null, 'SIGTERM']);

    const told = [...logged('login_incident_opened'), ...logged('login_incident_grew')];
    const found = told.map(({ kind }) => kind);
    expect(found).toEqual(
      expect.arrayContaining([
        'brute_force',
        'distributed_guessing',
        'stuffing',
        'success_after_failures',
      ]),
    );
    const grown = logged('login_incident_grew');
    expect(grown).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ severity: 'high', subject: 'prefix 192.0.2.0/24', successes: 1 }),
      ]),
    );
    const text = JSON.stringify(logged('authn_login_fail'));
    for (const secret of ['demo', 'marketing', 'guess-', 'leak-', 'Malaysia2026']) {
      expect(text).not.toContain(secret);
    }
  });

  it.each<[string, string[], RegExp]>([
    ['another machine', ['--url', 'https://portal.example'], /This machine only/],
    ['more than it may', ['--count', '100000'], /from 1 to 500/],
    ['an attack that there is not', ['ddos'], /One of brute-force/],
    ['a portal that is not there', ['--url', 'http://127.0.0.1:1'], /does not answer.*npm start/],
  ])('does not run against %s', async (_name, args, message) => {
    const { code, err } = await attack(...args);
    expect(code).toBe(1);
    expect(err).toMatch(message);
  });
});
