/** How long a request to end may be the first one again. */
const REPEAT_MS = 2000;

/** What a request to end is. */
export type RequestKind =
  | 'first'
  /** The same request on another way. */
  | 'repeated'
  /** Somebody does not want to wait. */
  | 'second';

/**
 * Tells the request to end from its repetitions. A terminal sends Ctrl-C to every process of its group, and
 * systemd SIGTERM to every process of the service; npm and the primary of `node:cluster` then pass on what
 * they got, maybe as another signal. All that comes within two seconds is one request.
 */
export class FirstRequest {
  #isMade = false;
  #isRepeatOver = false;

  /** Counts a request that was just made. */
  made(): RequestKind {
    if (this.#isMade) return this.#isRepeatOver ? 'second' : 'repeated';
    this.#isMade = true;
    // Signals that waited while the event loop stood still are read between the timer and the immediate.
    setTimeout(() => setImmediate(() => (this.#isRepeatOver = true)), REPEAT_MS).unref();
    return 'first';
  }
}
