import { createSocket } from 'node:dgram';
import type { Socket } from 'node:dgram';
import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { errorCode } from '@emas/errors';
import type { SinkCounters } from '../record.ts';
import { faultText, retryDelay } from './carrier.ts';
import type { Carrier } from './carrier.ts';
import type { DropCounter } from './drop-counter.ts';
import { MessageQueue } from './message-queue.ts';
import type { ResolvedSyslogOptions } from './options.ts';

/** Datagrams that the system has not confirmed. */
const MOST_IN_FLIGHT = 64;
/** A name is asked for again after so many milliseconds: receivers move. */
const RENEW_AFTER = 600_000;
/** A receiver that has refused nothing for so long is there again. */
const REFUSED_FOR = 1000;

/**
 * A message each datagram (RFC 5426). Written is what the system has taken; whether it arrives nobody
 * knows, save that a machine without a receiver says so now and then.
 */
export class Datagrams implements Carrier {
  readonly #options: ResolvedSyslogOptions;
  readonly #drops: DropCounter;
  readonly #queue: MessageQueue;
  readonly #where: string;
  #state: 'idle' | 'opening' | 'open' | 'waiting' | 'closed' = 'idle';
  #socket: Socket | undefined;
  #openSince = 0;
  #inFlight = 0;
  #attempt = 0;
  #retry: NodeJS.Timeout | undefined;
  #written = 0;
  #fault: { readonly text: string; readonly since: number } | undefined;
  #onDrained: (() => void) | undefined;

  constructor(options: ResolvedSyslogOptions, drops: DropCounter) {
    this.#options = options;
    this.#drops = drops;
    this.#queue = new MessageQueue(options.maxQueueBytes);
    this.#where = `udp ${options.host}:${options.port}`;
  }

  send(message: Buffer): void {
    if (this.#state === 'closed' || !this.#queue.push(message)) this.#drops.add(1);
    else if (this.#state === 'idle') void this.#open();
    else this.#sendNext();
  }

  flushSync(): void {
    this.#sendNext(Number.POSITIVE_INFINITY);
  }

  async close(timeout: number): Promise<void> {
    if (this.#hasWork()) await this.#drained(timeout);
    this.#state = 'closed';
    clearTimeout(this.#retry);
    this.#drops.add(this.#queue.clear());
    this.#socket?.close();
    this.#socket = undefined;
  }

  counters(): SinkCounters {
    return {
      written: this.#written,
      queued: this.#queue.length + this.#inFlight,
      dropped: this.#drops.total,
      fault: this.#fault?.text,
    };
  }

  async #open(): Promise<void> {
    this.#state = 'opening';
    const { host, port } = this.#options;
    try {
      const { address, family } = await lookup(host);
      if (this.#isClosed()) return;
      const socket = createSocket(family === 6 ? 'udp6' : 'udp4');
      socket.unref();
      this.#socket = socket;
      await connected(socket, port, address);
      if (this.#isClosed()) return;
      socket.on('error', (error) => this.#refused(error));
      this.#state = 'open';
      this.#openSince = performance.now();
      this.#attempt = 0;
      this.#sendNext();
    } catch (error) {
      this.#openFailed(error);
    }
  }

  #isClosed(): boolean {
    return this.#state === 'closed';
  }

  #openFailed(error: unknown): void {
    if (this.#isClosed()) return;
    this.#setFault(error);
    this.#socket?.close();
    this.#socket = undefined;
    this.#state = 'waiting';
    const delay = retryDelay(this.#attempt, this.#options.maxRetryDelay);
    this.#attempt += 1;
    this.#retry = setTimeout(() => void this.#open(), delay).unref();
  }

  #sendNext(most: number = MOST_IN_FLIGHT): void {
    if (this.#state !== 'open' || this.#isRenewed()) return;
    while (this.#inFlight < most) {
      const [message] = this.#queue.take(1);
      if (message === undefined) return;
      this.#inFlight += 1;
      this.#sendOne(message, true);
    }
  }

  #sendOne(message: Buffer, isFirst: boolean): void {
    const done = (error: Error | null): void => {
      if (error !== null && isFirst && isRefusal(error)) {
        // Said of the datagram before; this one was not even sent.
        this.#refused(error);
        this.#sendOne(message, false);
        return;
      }
      this.#inFlight -= 1;
      if (error === null) this.#succeeded();
      else this.#failed(error);
      this.#sendNext();
      if (!this.#hasWork()) this.#onDrained?.();
    };
    try {
      if (this.#socket === undefined) done(new Error('closed'));
      else this.#socket.send(message, done);
    } catch (error) {
      done(error instanceof Error ? error : new Error(String(error)));
    }
  }

  #succeeded(): void {
    this.#written += 1;
    const fault = this.#fault;
    if (fault !== undefined && performance.now() - fault.since > REFUSED_FOR)
      this.#fault = undefined;
  }

  #failed(error: Error): void {
    this.#setFault(error);
    this.#drops.add(1);
  }

  /** One of those that counted as written has not been. */
  #refused(error: Error): void {
    this.#failed(error);
    this.#written = Math.max(0, this.#written - 1);
  }

  #setFault(error: unknown): void {
    this.#fault = { text: faultText(this.#where, error), since: performance.now() };
  }

  /** Looks the name up again now and then, with a socket of its own. @returns Whether it does so now. */
  #isRenewed(): boolean {
    const isDue = performance.now() - this.#openSince > RENEW_AFTER && this.#inFlight === 0;
    if (!isDue || isIP(this.#options.host) !== 0) return false;
    this.#socket?.close();
    this.#socket = undefined;
    void this.#open();
    return true;
  }

  #hasWork(): boolean {
    return this.#queue.length + this.#inFlight > 0;
  }

  async #drained(timeout: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const limit = setTimeout(resolve, timeout);
      this.#onDrained = () => {
        clearTimeout(limit);
        resolve();
      };
      this.#sendNext();
    });
    this.#onDrained = undefined;
  }
}

/** From then on the system tells when nobody listens there. */
async function connected(socket: Socket, port: number, address: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.connect(port, address, () => {
      socket.off('error', reject);
      resolve();
    });
  });
}

function isRefusal(error: Error): boolean {
  return errorCode(error) === 'ECONNREFUSED';
}
