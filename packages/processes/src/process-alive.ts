import { readFileSync } from 'node:fs';
import { errorCode } from '@emas/errors';

/** Whether a process of this machine lives, one of another user's included. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) === 'EPERM';
  }
}

/** Clock ticks from boot to the process's start (proc(5), field 22): ids come again, this does not. */
export function processStart(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '0';
  } catch {
    // No /proc on this system: the id has to do.
    return '0';
  }
}
