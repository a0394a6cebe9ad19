import { errorCode } from './insert-errors.ts';

/** Whether a process of this machine lives, one of another user's included. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) === 'EPERM';
  }
}
