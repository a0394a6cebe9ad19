import type { RawAttempt, Teller } from './raw-attempt.ts';

/** Milliseconds that a module's word waits for that of the service: sshd gives a guest two minutes. */
const PATIENCE = 120_000;
/** Within which two modules speak of the same attempt. */
const SAME_ATTEMPT = 15_000;
const MOST_WAITING = 10_000;

/** An attempt in the order of the lines. */
interface Waiting {
  attempt: RawAttempt;
  state: 'counts' | 'waits' | 'twin';
}

/**
 * Of lines that tell of the same attempt, one counts: PAM writes that a password was wrong, and so does
 * sshd, a few seconds later and with more to tell. What PAM says counts where the service says nothing.
 *
 * Attempts come out in the order in which they went in.
 */
export class TwinFilter {
  /** In order; those before `#head` have come out. */
  #queue: Waiting[] = [];
  #head = 0;
  /** The latest word of a module about each process. */
  readonly #byProcess = new Map<string, Waiting>();
  /** Services that tell of each failure themselves. */
  readonly #complete = new Set<string>();

  /** @returns Those of which it is clear by now that they count. */
  push(attempt: RawAttempt): RawAttempt[] {
    this.#settle(attempt.time - PATIENCE);
    const { teller } = attempt;
    if (teller === undefined) this.#append(attempt, 'counts');
    else if (teller.module === '') this.#byService(attempt, teller);
    else this.#byModule(attempt, teller);
    return this.#takeSettled();
  }

  /** @returns The rest: nothing comes any more. */
  end(): RawAttempt[] {
    this.#settle(Number.POSITIVE_INFINITY);
    return this.#takeSettled();
  }

  #byService(attempt: RawAttempt, { service, process, isComplete }: Teller): void {
    if (isComplete && attempt.outcome === 'failure') this.#complete.add(service);
    // Also where it succeeded: another module knew the password.
    const waiting = this.#byProcess.get(process);
    if (waiting !== undefined) waiting.state = 'twin';
    this.#byProcess.delete(process);
    this.#append(attempt, 'counts');
  }

  #byModule(attempt: RawAttempt, { process, module }: Teller): void {
    const before = process === '' ? undefined : this.#byProcess.get(process);
    if (before !== undefined) {
      const isSame =
        before.attempt.teller?.module !== module &&
        attempt.time - before.attempt.time <= SAME_ATTEMPT;
      if (isSame) {
        before.attempt = better(before.attempt, attempt);
        return;
      }
      before.state = 'counts';
    }
    const waiting = this.#append(attempt, 'waits');
    if (process !== '') this.#byProcess.set(process, waiting);
  }

  #append(attempt: RawAttempt, state: Waiting['state']): Waiting {
    const waiting: Waiting = { attempt, state };
    this.#queue.push(waiting);
    return waiting;
  }

  /** Decides about those that waited for long, and about the first where too many wait. */
  #settle(before: number): void {
    for (let at = this.#head; at < this.#queue.length; at += 1) {
      const waiting = this.#queue[at];
      const isMuch = this.#queue.length - at > MOST_WAITING;
      if (waiting === undefined || (waiting.attempt.time > before && !isMuch)) return;
      if (waiting.state !== 'waits') continue;
      const { service = '', process = '' } = waiting.attempt.teller ?? {};
      waiting.state = this.#complete.has(service) ? 'twin' : 'counts';
      if (this.#byProcess.get(process) === waiting) this.#byProcess.delete(process);
    }
  }

  #takeSettled(): RawAttempt[] {
    const settled: RawAttempt[] = [];
    for (; this.#head < this.#queue.length; this.#head += 1) {
      const waiting = this.#queue[this.#head];
      if (waiting === undefined || waiting.state === 'waits') break;
      if (waiting.state === 'counts') settled.push(waiting.attempt);
    }
    if (this.#head > MOST_WAITING || this.#head === this.#queue.length) {
      this.#queue = this.#queue.slice(this.#head);
      this.#head = 0;
    }
    return settled;
  }
}

/** Of two lines about one attempt, the one with the name. */
function better(first: RawAttempt, second: RawAttempt): RawAttempt {
  const { account, address } = first;
  return { ...first, account: account || second.account, address: address || second.address };
}
