/**
 * Lets `logging-app.js` log and end, again and again, and looks at what is on disk each time. A process of
 * its own, since millions of lines are read: inside the test runner that takes several times as long.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { verifyLogs } from '@emas/logging';

const APP = fileURLToPath(new URL('logging-app.js', import.meta.url));
const KEY = 'exits '.repeat(8);

/** Whether the app's own lines are all there, once and in order. */
function holdsEveryLine(folder, lines) {
  const files = readdirSync(folder).filter((name) => name.startsWith('system.'));
  const text = files.map((file) => readFileSync(join(folder, file), 'latin1')).join('');
  let next = 1;
  for (const [, line] of text.matchAll(/^\{.*?"data":\{"line":(\d+)\}.*\}$/gm)) {
    if (Number(line) !== next) return false;
    next += 1;
  }
  return next === lines + 1;
}

/** One process that logs and ends; its folder goes after it was looked at. */
async function logAndEnd(end, lines) {
  const folder = mkdtempSync(join(tmpdir(), 'emas-exit-'));
  try {
    const child = spawn(process.execPath, [APP, JSON.stringify({ folder, lines, end })], {
      stdio: 'ignore',
    });
    const [code, signal] = await once(child, 'exit');
    const logs = await verifyLogs(folder, { keys: [KEY] });
    return {
      code,
      signal,
      holdsEveryLine: holdsEveryLine(folder, lines),
      findings: logs.flatMap(({ findings }) => findings),
      chained: logs.length > 0 && logs.every(({ chained }) => chained),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const { end, lines, times } = JSON.parse(process.argv[2]);
const seen = [];
for (let time = 0; time < times; time += 1) seen.push(await logAndEnd(end, lines));
process.send(seen);
process.disconnect();
