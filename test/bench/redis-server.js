import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** A real Redis on a socket file in a folder, for the time of a call. */
export async function withRedis(folder, use) {
  const path = join(folder, 'redis.sock');
  const where = ['--port', '0', '--unixsocket', path, '--dir', folder];
  const child = spawn('redis-server', [...where, '--save', '', '--appendonly', 'no'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const chunk of child.stdout) {
    if (/ready to accept connections/i.test(String(chunk))) break;
  }
  try {
    return await use(path);
  } finally {
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }
}
