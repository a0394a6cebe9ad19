import type { EventBus } from '@emas/events';

const HOUR = 3_600_000;
/** A mark each six hours makes four lines a day and process. */
const MARK_EVERY = 6 * HOUR;

/**
 * Says in the log in which time this process watched what is deprecated. Only in such a time is it worth
 * something that nobody called.
 */
export class WatchMarks {
  readonly #bus: EventBus;
  readonly #run: string;
  /** Milliseconds between two beats, beyond which the process was not running: a laptop slept. */
  readonly #longestPause: number;
  #since: number | undefined;
  #last = 0;

  /** @param run Names the process among all; the declarations have it as well. */
  constructor(bus: EventBus, run: string, beatEvery: number) {
    this.#bus = bus;
    this.#run = run;
    this.#longestPause = 2 * beatEvery;
  }

  /** Something is deprecated from now on. */
  begin(now: number): void {
    if (this.#since !== undefined) return;
    this.#since = now;
    this.#last = now;
  }

  /** The process still runs. */
  beat(now: number): void {
    if (this.#since === undefined) return;
    const wasAway = now < this.#last || now - this.#last > this.#longestPause;
    if (wasAway) {
      this.#mark(this.#since, this.#last);
      this.#since = now;
    }
    this.#last = now;
    if (now - this.#since >= MARK_EVERY) this.#tell(now);
  }

  /** The process ends, or its log does: nothing is told until something is declared again. */
  end(now: number): void {
    this.beat(now);
    if (this.#since !== undefined) this.#tell(now);
    this.#since = undefined;
  }

  #tell(now: number): void {
    this.#mark(this.#since ?? now, now);
    this.#since = now;
  }

  #mark(since: number, until: number): void {
    if (until <= since) return;
    this.#bus.emit('deprecated_watched', {
      run: this.#run,
      since: new Date(since).toISOString(),
      until: new Date(until).toISOString(),
    });
  }
}
