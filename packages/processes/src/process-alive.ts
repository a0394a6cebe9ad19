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

/** What the kernel says of a process that has an id. */
export interface ProcessState {
  /** Clock ticks from boot to the process's start (proc(5), field 22): ids come again, this does not. */
  readonly start: string;
  /** It has ended, and its parent has not asked for its exit code yet. */
  readonly isZombie: boolean;
}

/** @returns `undefined` where the system has no `/proc`, hides the process there, or has no such process. */
export function processState(pid: number): ProcessState | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in front may have spaces and brackets of its own.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const start = fields[19];
    return start === undefined ? undefined : { start, isZombie: fields[0] === 'Z' };
  } catch {
    return undefined;
  }
}
