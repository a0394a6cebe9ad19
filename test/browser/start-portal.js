/** The example portal in a process of its own: the embedded engine belongs to one process per folder. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const ROOT = new URL('../../', import.meta.url);
const PORTAL = fileURLToPath(new URL('examples/portal/dist/main.js', ROOT));
const EMAS = fileURLToPath(new URL('packages/suite/bin/emas.js', ROOT));
const ADDRESS = /^Portal +(http:\/\/\S+?)\/?$/;
/** Bounds against a hang. */
const START_MS = 180_000;
const END_MS = 120_000;

/** A small log of May 2015 that came with the analytics package. */
export const SMALL_LOG = fileURLToPath(new URL('packages/analytics/test/access.log', ROOT));

/** The period that both known logs lie in. */
export const LOG_PERIOD = 'period=custom&from=2015-05-17&to=2015-05-20';

/**
 * Starts the portal on a folder of its own, which goes away with it.
 *
 * @param log An access log that is counted before.
 * @param env Settings besides.
 */
export async function startPortal(log, env = {}) {
  const data = await mkdtemp(join(tmpdir(), 'portal-'));
  let child;
  const close = async () => {
    if (child !== undefined) await end(child);
    await rm(data, { recursive: true, force: true });
  };
  try {
    if (log !== undefined) await importLog(log, join(data, 'clickhouse'));
    child = spawn(process.execPath, [PORTAL], {
      env: {
        ...process.env,
        PORT: '0',
        EMAS_DATA: data,
        CLICKHOUSE_URL: undefined,
        // Known logs are old.
        EMAS_KEEP_MONTHS: '1200',
        ...env,
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    return { origin: await addressOf(child), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function importLog(log, data) {
  const options = ['--app', 'portal', '--data', data, '--time-zone', 'Asia/Kuala_Lumpur'];
  // As exact as the portal shows its own figures.
  const env = { ...process.env, EMAS_SMALL_CELLS: '1' };
  await promisify(execFile)(process.execPath, [EMAS, 'import', log, ...options], { env });
}

/** The line on which the portal says where it listens. */
async function addressOf(child) {
  const tooLate = setTimeout(() => child.kill('SIGKILL'), START_MS);
  const lines = createInterface({ input: child.stdout });
  try {
    for await (const line of lines) {
      const address = ADDRESS.exec(line)?.[1];
      if (address !== undefined) return address;
    }
  } finally {
    clearTimeout(tooLate);
    // Read on, so that the portal never waits for its output to be taken.
    child.stdout.resume();
  }
  throw new Error('The portal ended before it listened. Was everything built: npm run build?');
}

async function end(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  const tooLate = setTimeout(() => child.kill('SIGKILL'), END_MS);
  child.kill('SIGTERM');
  await gone;
  clearTimeout(tooLate);
}
