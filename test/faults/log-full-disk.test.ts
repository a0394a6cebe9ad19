import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, it } from '@jest/globals';
import { verifyLogs } from '@emas/logging';
import { waitUntil } from '../waiting/wait-until.ts';

const APP = fileURLToPath(new URL('filling-app.js', import.meta.url));
const KEY = 'filling '.repeat(4);

interface State {
  readonly written: number;
  readonly queued: number;
  readonly dropped: number;
  readonly fault?: string;
  readonly line: number;
}

/** An app whose log is on a disk of its own, of a megabyte; it is gone with the app. */
class AppOnSmallDisk {
  readonly folder = mkdtempSync(join(tmpdir(), 'emas-small-'));
  readonly copy = mkdtempSync(join(tmpdir(), 'emas-copy-'));
  readonly child: ChildProcess;
  stderr = '';
  readonly #answers: AsyncIterator<string>;

  constructor() {
    mkdirSync(join(this.folder, 'disk'));
    const disk = join(this.folder, 'disk');
    const options = JSON.stringify({ folder: join(disk, 'logs'), ballast: join(disk, 'ballast') });
    const mount = `mount -t tmpfs -o size=1m tmpfs "${disk}" && "$0" "$@"; cp -r "${disk}/logs/." "${this.copy}"`;
    this.child = spawn('unshare', ['-rm', 'sh', '-c', mount, process.execPath, APP, options], {
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    this.child.stderr?.on('data', (text) => (this.stderr += String(text)));
    if (this.child.stdout === null) throw new Error('There is no output.');
    this.#answers = createInterface({ input: this.child.stdout })[Symbol.asyncIterator]();
  }

  async tell(command: string): Promise<State> {
    this.child.stdin?.write(`${command}\n`);
    const { value } = (await this.#answers.next()) as { value: string };
    return JSON.parse(value) as State;
  }

  async until(holds: (state: State) => boolean): Promise<State> {
    const ask = async (): Promise<State | undefined> => {
      const state = await this.tell('state');
      return holds(state) ? state : undefined;
    };
    return waitUntil('the log', ask, { every: 100, state: () => this.tell('state') });
  }

  /** @returns What was on the disk as the app ended. */
  async end(): Promise<string> {
    const exited = once(this.child, 'exit');
    this.child.stdin?.write('end\n');
    await exited;
    return this.copy;
  }
}

let app: AppOnSmallDisk;
afterEach(() => {
  app.child.kill('SIGKILL');
  for (const folder of [app.folder, app.copy]) {
    rmSync(folder, { recursive: true, force: true });
  }
});

it('on a full disk lines wait, what finds no place is counted, and all goes on when there is room', async () => {
  app = new AppOnSmallDisk();
  await app.tell('log 100');
  await app.until(({ queued }) => queued === 0);
  await app.tell('fill');
  await app.tell('log 200');
  const stuck = await app.until(({ fault }) => fault !== undefined);
  expect(stuck.fault).toMatch(/ENOSPC/);
  const full = await app.tell('log 5000');
  expect(full.dropped).toBeGreaterThan(2000);
  expect(full.queued).toBeGreaterThan(200);
  await app.tell('room');
  const free = await app.until(({ fault, queued }) => fault === undefined && queued === 0);
  await app.tell('log 50');
  const folder = await app.end();

  expect(app.stderr.match(/the log "system" cannot be written/g)).toHaveLength(1);
  const lines = readdirSync(folder)
    .filter((name) => name.startsWith('system.'))
    .flatMap((name) => readFileSync(join(folder, name), 'utf8').trimEnd().split('\n'))
    .map((line) => JSON.parse(line) as { event?: string; data?: Record<string, number> });
  const numbers = lines.flatMap(({ data }) => data?.['line'] ?? []);
  // Every line but the dropped ones, once, in order.
  expect(numbers).toHaveLength(5350 - full.dropped);
  expect(numbers).toEqual([...new Set(numbers)].toSorted((left, right) => left - right));
  expect(numbers.slice(0, 300)).toEqual(Array.from({ length: 300 }, (_, index) => index + 1));
  expect(numbers.at(-1)).toBe(5350);
  const told = lines.find(({ event }) => event === 'log_write_recovered');
  expect(told?.data?.['dropped']).toBe(free.dropped);
  const verified = await verifyLogs(folder, { keys: [KEY] });
  expect(verified.flatMap(({ findings }) => findings)).toEqual([]);
});
