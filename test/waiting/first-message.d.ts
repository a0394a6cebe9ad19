import type { ChildProcess } from 'node:child_process';

/**
 * What a child process says first.
 *
 * @throws Error where it ends before.
 */
export function firstMessage(child: ChildProcess): Promise<unknown>;
