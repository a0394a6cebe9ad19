import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A real Redis in a process of its own, reached by a socket file. */
export interface RedisServer {
  readonly path: string;
  /** Stops answering, connections stay. */
  freeze(): void;
  thaw(): void;
  /** Gone, with what it knew. */
  kill(): Promise<void>;
  /** A new one in the place of one that was killed, or still runs; it knows nothing. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

export async function startRedis(): Promise<RedisServer> {
  const folder = mkdtempSync(join(tmpdir(), 'emas-redis-'));
  const path = join(folder, 'redis.sock');
  let child = await launch(folder, path);
  const kill = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  };
  return {
    path,
    freeze: () => void child.kill('SIGSTOP'),
    thaw: () => void child.kill('SIGCONT'),
    kill,
    async restart() {
      await kill();
      child = await launch(folder, path);
    },
    async stop() {
      await kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function launch(folder: string, path: string): Promise<ChildProcess> {
  const args = ['--port', '0', '--unixsocket', path, '--dir', folder];
  const nothingKept = ['--save', '', '--appendonly', 'no'];
  const child = spawn('redis-server', [...args, ...nothingKept], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const chunk of child.stdout) {
    if (/ready to accept connections/i.test(String(chunk))) break;
  }
  return child;
}
