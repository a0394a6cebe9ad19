import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { verifyLogs } from '@emas/logging';

const APP = fileURLToPath(new URL('logging-app.js', import.meta.url));
const LINES = 20_000;
const TIMES = 50;

interface Ended {
  readonly code: number | null;
  readonly signal: string | null;
  readonly folder: string;
}

/** One process that logs and ends; its folder goes after it was looked at. */
async function logAndEnd<Seen>(end: string, look: (ended: Ended) => Promise<Seen>): Promise<Seen> {
  const folder = mkdtempSync(join(tmpdir(), 'emas-exit-'));
  try {
    const child = spawn(process.execPath, [APP, JSON.stringify({ folder, lines: LINES, end })], {
      stdio: 'ignore',
    });
    const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
    return await look({ code, signal, folder });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Whether the app's own lines are all there, once and in order. Six million of them are looked at. */
function holdsEveryLine(folder: string): boolean {
  const files = readdirSync(folder).filter((name) => name.startsWith('system.'));
  const text = files.map((file) => readFileSync(join(folder, file), 'latin1')).join('');
  let next = 1;
  for (const [, line] of text.matchAll(/^\{.*?"data":\{"line":(\d+)\}.*\}$/gm)) {
    if (Number(line) !== next) return false;
    next += 1;
  }
  return next === LINES + 1;
}

describe(`${LINES} lines, then an end, ${TIMES} times`, () => {
  it.each([
    ['process.exit', 3, null],
    ['SIGTERM', null, 'SIGTERM'],
    ['SIGINT', null, 'SIGINT'],
    ['uncaught exception', 1, null],
    ['unhandled rejection', 1, null],
    ['natural end', 0, null],
  ])(
    '%s: all are on disk, in order, in a chain that holds, and the process ends as ever',
    async (end, code, signal) => {
      let left = TIMES;
      const oneAfterTheOther = async (): Promise<void> => {
        while (left > 0) {
          left -= 1;
          await logAndEnd(end, async (ended) => {
            expect(ended).toMatchObject({ code, signal });
            expect(holdsEveryLine(ended.folder)).toBe(true);
            const logs = await verifyLogs(ended.folder, { keys: ['exits '.repeat(8)] });
            expect(logs.flatMap(({ findings }) => findings)).toEqual([]);
            expect(logs.every(({ chained }) => chained)).toBe(true);
          });
        }
      };
      await Promise.all([oneAfterTheOther(), oneAfterTheOther()]);
    },
  );
});
