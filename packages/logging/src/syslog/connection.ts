import type { Socket } from 'node:net';
import type { SinkCounters } from '../record.ts';
import { faultText, retryDelay } from './carrier.ts';
import type { Carrier } from './carrier.ts';
import type { DropCounter } from './drop-counter.ts';
import { octetCounted } from './framing.ts';
import { MessageQueue } from './message-queue.ts';
import { openSocket } from './open-socket.ts';
import type { ResolvedSyslogOptions } from './options.ts';
import { sendRest } from './rest.ts';

/** Bytes that are written together. */
const BATCH = 64 * 1024;
/** A connection that held so long was a good one: the next attempt comes soon again. */
const STABLE_AFTER = 10_000;
/** How long the receiver gets to close its side. */
const GOODBYE = 500;
/** Bytes that a system takes at once, where it has nothing else to send. */
const TAKEN_AT_ONCE = 64 * 1024;
/** Milliseconds that the end of a process may be held up, all in all. */
const LAST_TURN = 3000;

/**
 * Messages over one connection, TCP (RFC 6587) or TLS (RFC 5425). It is opened with the first message,
 * and again after it broke.
 *
 * Neither protocol confirms anything. What the system has taken counts as written, and is lost without a
 * word if the receiver goes away before it has read it; what the system had not taken is sent again, so a
 * line may come twice. The log file is the record, this is a copy of it.
 */
export class Connection implements Carrier {
  readonly #options: ResolvedSyslogOptions;
  readonly #drops: DropCounter;
  readonly #queue: MessageQueue;
  readonly #where: string;
  #state: 'idle' | 'connecting' | 'open' | 'waiting' | 'closed' = 'idle';
  #socket: Socket | undefined;
  /** What the system was given, and has not confirmed. */
  #inFlight: (readonly Buffer[])[] = [];
  /** When the end of the process is not held up any longer, once its event loop stands still. */
  #lastTurnUntil: number | undefined;
  /** Of what is being waited for: a connection, a write, the next attempt. */
  #timer: NodeJS.Timeout | undefined;
  #attempt = 0;
  #openSince = 0;
  #written = 0;
  #fault: string | undefined;
  /** Ends the wait of `close()`, once there is nothing left. */
  #onDrained: (() => void) | undefined;

  constructor(options: ResolvedSyslogOptions, drops: DropCounter) {
    this.#options = options;
    this.#drops = drops;
    this.#queue = new MessageQueue(options.maxQueueBytes);
    this.#where = `${options.protocol} ${options.host}:${options.port}`;
  }

  send(message: Buffer): void {
    if (this.#state === 'closed' || !this.#queue.push(octetCounted(message))) {
      this.#drops.add(1);
    } else if (this.#state === 'idle') {
      this.#connect();
    } else {
      // At once, so that a blocked event loop does not hold it; what comes until it is written goes together.
      this.#writeNext(BATCH);
    }
  }

  /**
   * Over TLS, Node hands a write to the system at once where none is under way; over TCP, a second one as well.
   * What the system does not take of it then would have to wait for the event loop, so it is not much.
   */
  flushSync(): void {
    const most = this.#options.protocol === 'tcp' ? 1 : 0;
    if (this.#inFlight.length <= most) this.#write(TAKEN_AT_ONCE);
    if (this.#lastTurnUntil !== undefined) this.#sendRest();
  }

  lastTurn(): void {
    this.#lastTurnUntil = performance.now() + LAST_TURN;
    this.#sendRest();
  }

  async close(timeout: number): Promise<void> {
    const until = performance.now() + timeout;
    if (this.#hasWork()) {
      this.#socket?.ref();
      await this.#drained(timeout);
    }
    await this.#sayGoodbye(Math.min(GOODBYE, until - performance.now()));
    this.#state = 'closed';
    clearTimeout(this.#timer);
    this.#drops.add(this.#queue.clear() + this.#inFlight.flat().length);
    this.#inFlight = [];
    this.#socket?.destroy();
    this.#socket = undefined;
  }

  counters(): SinkCounters {
    return {
      written: this.#written,
      queued: this.#queue.length + this.#inFlight.flat().length,
      dropped: this.#drops.total,
      fault: this.#fault,
    };
  }

  #connect(): void {
    clearTimeout(this.#timer);
    this.#state = 'connecting';
    const { connectTimeout } = this.#options;
    try {
      const isCurrent = (): boolean => this.#socket === socket;
      const socket = openSocket(this.#options, () => isCurrent() && this.#opened());
      this.#socket = socket;
      let fault: unknown;
      socket.on('error', (error) => (fault ??= error));
      socket.once('close', () => isCurrent() && this.#broken(fault));
      this.#after(connectTimeout, () =>
        socket.destroy(new Error(`no connection within ${connectTimeout} ms`)),
      );
      // It is for us to say when a process ends: not for a connection, as long as nobody waits for it.
      if (this.#onDrained === undefined) socket.unref();
    } catch (error) {
      // A certificate that is none, for example.
      this.#broken(error);
    }
  }

  #opened(): void {
    clearTimeout(this.#timer);
    this.#state = 'open';
    this.#openSince = performance.now();
    this.#writeNext(BATCH);
  }

  /** @param fault `undefined` where the receiver closed the connection. */
  #broken(fault: unknown): void {
    clearTimeout(this.#timer);
    const wasStable = this.#state === 'open' && performance.now() - this.#openSince > STABLE_AFTER;
    this.#attempt = wasStable ? 0 : this.#attempt;
    this.#socket = undefined;
    this.#queue.putBack(this.#inFlight.flat());
    this.#inFlight = [];
    this.#state = 'idle';
    if (fault !== undefined || this.#hasWork()) {
      this.#fault = faultText(this.#where, fault ?? 'the receiver closed the connection');
    }
    if (!this.#hasWork()) return;
    this.#state = 'waiting';
    this.#after(retryDelay(this.#attempt, this.#options.maxRetryDelay), () => this.#connect());
    this.#attempt += 1;
  }

  /** One write at a time: while the receiver does not read, lines wait here, where they are bounded. */
  #writeNext(bytes: number): void {
    if (this.#inFlight.length === 0) this.#write(bytes);
  }

  #write(bytes: number): void {
    const socket = this.#socket;
    if (this.#state !== 'open' || socket === undefined) return;
    const batch = this.#queue.take(bytes);
    if (batch.length === 0) return;
    this.#inFlight.push(batch);
    const { writeTimeout } = this.#options;
    this.#after(writeTimeout, () =>
      socket.destroy(new Error(`the receiver took nothing for ${writeTimeout} ms`)),
    );
    socket.write(Buffer.concat(batch), (error) => {
      // Of a write that failed, the closed connection tells.
      if (this.#socket !== socket || (error !== undefined && error !== null)) return;
      clearTimeout(this.#timer);
      this.#written += batch.length;
      this.#inFlight.shift();
      this.#fault = undefined;
      this.#writeNext(BATCH);
      if (!this.#hasWork()) this.#onDrained?.();
    });
  }

  /** What the open connection could not take any more; where the receiver is known to be away, nobody can. */
  #sendRest(): void {
    const left = (this.#lastTurnUntil ?? 0) - performance.now();
    if (this.#state === 'closed' || this.#state === 'waiting' || left <= 0) return;
    const rest = this.#queue.take(Number.POSITIVE_INFINITY);
    if (rest.length === 0) return;
    if (sendRest(this.#options, rest, left)) this.#written += rest.length;
    else this.#drops.add(rest.length);
  }

  #hasWork(): boolean {
    return this.#queue.length + this.#inFlight.length > 0;
  }

  async #drained(timeout: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const limit = setTimeout(resolve, timeout);
      this.#onDrained = () => {
        clearTimeout(limit);
        resolve();
      };
      if (this.#state === 'waiting') this.#connect();
      else this.#writeNext(BATCH);
    });
    this.#onDrained = undefined;
  }

  /** Closing at once would throw away what the system still has, if the receiver has said anything. */
  async #sayGoodbye(timeout: number): Promise<void> {
    const socket = this.#socket;
    if (this.#state !== 'open' || socket === undefined || timeout <= 0) return;
    socket.ref();
    await new Promise<void>((resolve) => {
      const limit = setTimeout(resolve, timeout);
      socket.once('close', () => {
        clearTimeout(limit);
        resolve();
      });
      socket.end();
    });
  }

  #after(milliseconds: number, then: () => void): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(then, milliseconds).unref();
  }
}
