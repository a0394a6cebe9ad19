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

/** The numbers that the app's own lines have, in the order in which they stand. */
function numbersIn(folder: string): number[] {
  const files = readdirSync(folder).filter((name) => name.startsWith('system.'));
  const lines = files.flatMap((file) =>
    readFileSync(join(folder, file), 'utf8').trimEnd().split('\n'),
  );
  return lines
    .map((line) => JSON.parse(line) as { data?: { line?: number } })
    .flatMap(({ data }) => data?.line ?? []);
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
      const all = Array.from({ length: LINES }, (_, index) => index + 1);
      let left = TIMES;
      const oneAfterTheOther = async (): Promise<void> => {
        while (left > 0) {
          left -= 1;
          await logAndEnd(end, async (ended) => {
            expect(ended).toMatchObject({ code, signal });
            expect(numbersIn(ended.folder)).toEqual(all);
            const logs = await verifyLogs(ended.folder, { keys: ['exits '.repeat(8)] });
            expect(logs.map(({ chained, findings }) => ({ chained, findings }))).toEqual(
              logs.map(() => ({ chained: true, findings: [] })),
            );
          });
        }
      };
      await Promise.all([oneAfterTheOther(), oneAfterTheOther()]);
    },
    240_000,
  );
});
