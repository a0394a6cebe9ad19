import { errorCode } from '@emas/errors';
import type { SinkCounters } from '../record.ts';

/** Brings messages to the receiver by one protocol. Nothing in it throws. */
export interface Carrier {
  /** Accepts a message; returns at once. */
  send(message: Buffer): void;
  /** Hands over to the system what it takes without a wait. */
  flushSync(): void;
  /** The event loop does not turn any more: brings out what it still has by other means, if there are any. */
  lastTurn?(): void;
  /** Brings out what it has within `timeout` milliseconds, and stops. */
  close(timeout: number): Promise<void>;
  counters(): SinkCounters;
}

const FIRST_DELAY = 250;

/**
 * Milliseconds to wait before the next attempt: anywhere from none to a limit that doubles each time, so
 * that many apps do not come back to a receiver all at once.
 */
export function retryDelay(attempt: number, longest: number): number {
  return Math.random() * Math.min(longest, FIRST_DELAY * 2 ** Math.min(attempt, 20));
}

/** What went wrong, with the system's code for it. */
export function faultText(where: string, error: unknown): string {
  if (typeof error !== 'object' || error === null) return `${where}: ${String(error)}`;
  const message = 'message' in error ? String(error.message) : '';
  const code = errorCode(error);
  // Several addresses that all failed are one error without a message.
  const told = message === '' ? code : message;
  return code === '' || told.includes(code) ? `${where}: ${told}` : `${where}: ${told} (${code})`;
}
