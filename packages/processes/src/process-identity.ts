import { createHash } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { isAlive, processState } from './process-alive.ts';

/** Names a process among those of all machines and containers that can see one folder. */
export interface ProcessIdentity {
  /**
   * Stands for the kernel and the PID namespace: a boot of a machine, and on it a container. Processes of
   * one place can ask their kernel about each other. Twelve hexadecimal digits; `''` where the system does
   * not tell.
   */
  readonly place: string;
  readonly pid: number;
  /** See `ProcessState`; `'0'` where the system does not tell. */
  readonly start: string;
}

/** What is known of a process. */
export type ProcessFate =
  /** The kernel has it. */
  | 'alive'
  /** The kernel does not have it any more. */
  | 'gone'
  /** It is in another container or on another machine, or the system does not tell enough. */
  | 'unknown';

let own: ProcessIdentity | undefined;

/** Of this process. */
export function ownIdentity(): ProcessIdentity {
  own ??= {
    place: ownPlace(),
    pid: process.pid,
    start: processState(process.pid)?.start ?? '0',
  };
  return own;
}

/** Where the kernel can be asked its word is final; elsewhere only a sign of life can tell. */
export function fateOf({ place, pid, start }: ProcessIdentity): ProcessFate {
  if (place === '' || place !== ownIdentity().place) return 'unknown';
  if (!isAlive(pid)) return 'gone';
  const state = processState(pid);
  // Off Linux nothing tells a process from a later one with the same id.
  if (state === undefined) return 'unknown';
  return state.start === start && !state.isZombie ? 'alive' : 'gone';
}

/**
 * A host's name is not enough: two containers may have the same, and ids of processes are those of a PID
 * namespace. The boot id (random(4)) is another with each boot of each machine.
 */
function ownPlace(): string {
  if (process.platform !== 'linux') return digest(`${process.platform} ${hostname()}`);
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return digest(`${boot} ${readlinkSync('/proc/self/ns/pid')}`);
  } catch {
    // A sandbox that hides them: signs of life have to do.
    return '';
  }
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}
