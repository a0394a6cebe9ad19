import { EmasError } from '@emas/errors';
import { serveEngine } from './engine/engine-server.ts';
import type { EngineServer } from './engine/engine-server.ts';

/**
 * The engine of a folder, in a process of its own, for the apps that hold it. It ends with the last of
 * them, and not before: an app that is asked to end still brings its figures here.
 */

/** The process that started it may be gone before it has opened. */
const FIRST_HOLDER_MS = 15_000;

// A signal for the whole group or cgroup reaches the engine as well as the apps.
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT'] as const) {
  process.on(signal, () => {
    if (server === undefined || server.holders === 0) void end();
  });
}
// If the process that started it is gone, nobody reads what it says.
process.stderr.on('error', () => undefined);
process.umask(0o077);

let server: EngineServer | undefined;
let ending: Promise<void> | undefined;

try {
  const [folder = '.'] = process.argv.slice(2);
  server = await serveEngine({ folder, onUnheld: () => void end() });
  // Another engine was faster: the process that started this one finds it there.
  if (server === undefined) leave();
  setTimeout(() => {
    if (server?.holders === 0) void end();
  }, FIRST_HOLDER_MS).unref();
  if (process.connected) process.disconnect();
} catch (error) {
  await tell(error);
  leave();
}

/** The process that started it learns why it did not open. */
async function tell(error: unknown): Promise<void> {
  if (!process.connected) return;
  const { code, message } =
    error instanceof EmasError
      ? error
      : { code: 'ERR_EMAS_CLICKHOUSE_FOLDER', message: String(error) };
  await new Promise<void>((resolve) => {
    process.send?.({ code, message }, () => resolve());
  });
}

async function end(): Promise<void> {
  ending ??= close();
  await ending;
}

/** While it opens nobody was answered yet, so there is nothing to wait for. */
async function close(): Promise<void> {
  await server?.close();
  leave();
}

/**
 * libchdb's exit handlers wait for its threads, and of an engine that was still opening they can wait for ever,
 * with the folder locked.
 */
function leave(): void {
  process.kill(process.pid, 'SIGKILL');
}
