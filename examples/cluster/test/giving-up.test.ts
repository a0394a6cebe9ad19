import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from '@jest/globals';

const MAIN = fileURLToPath(new URL('../src/main.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'emas-giving-up-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function outcome(
  env: Readonly<Record<string, string>>,
): Promise<{ readonly code: number | null; readonly out: string }> {
  const child = spawn(process.execPath, [MAIN], {
    cwd: folder,
    env: { ...process.env, PORT: '0', WORKERS: '2', EMAS_DATA: join(folder, 'data'), ...env },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let out = '';
  child.stdout.on('data', (text: Buffer) => (out += text.toString()));
  await once(child, 'close');
  return { code: child.exitCode, out };
}

describe('the primary of the cluster example', () => {
  it('ends with code 1 where no worker is able to start', async () => {
    const { code, out } = await outcome({ NODE_ENV: 'production' });
    expect(code).toBe(1);
    expect(out).toMatch(/^Worker \d+ died \(code 1\)\.$/m);
    expect(out).toContain('No worker was able to start. Giving up.');
  });

  it('waits longer and longer before it replaces workers that keep dying, then ends with code 1', async () => {
    const preload = fileURLToPath(new URL('dies-when-listening.cjs', import.meta.url));
    const { code, out } = await outcome({
      NODE_ENV: 'development',
      NODE_OPTIONS: `--require ${preload}`,
      // Nobody is there, which a start does not depend on.
      EMAS_CLICKHOUSE_URL: 'http://127.0.0.1:9',
    });
    expect(code).toBe(1);
    expect(out).toContain('6 workers died within a minute. Giving up.');
    const pauses = [...out.matchAll(/Another one starts in (\d+) ms/g)].map(([, ms]) => Number(ms));
    expect(pauses).toEqual([250, 500, 1000, 2000, 4000]);
  });
});
