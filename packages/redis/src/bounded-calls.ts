import { EmasError } from '@emas/errors';
import {
  BrokenCircuitError,
  CircuitState,
  ConsecutiveBreaker,
  ExponentialBackoff,
  circuitBreaker,
  handleAll,
  isBrokenCircuitError,
} from 'cockatiel';

/** How long a call may take, and what is told about those that fail. */
export interface BoundedCallsOptions {
  /** What is called, for error messages: `session store`. */
  readonly what: string;
  /** The longest wait of one call, milliseconds. */
  readonly timeout: number;
  /** Failures in a row after which calls fail at once, until one that is let through succeeds. */
  readonly failures: number;
  readonly onDown?: ((cause: unknown) => void) | undefined;
  readonly onUp?: ((downFor: number, failed: number) => void) | undefined;
}

/** What became of the calls. */
export interface BoundedCallCounters {
  readonly succeeded: number;
  readonly timedOut: number;
  readonly failed: number;
  /** Not tried, since the calls before had failed. */
  readonly refused: number;
}

/** Calls to something that may hang or be away. */
export interface BoundedCalls {
  /**
   * @param most A shorter wait for this call, milliseconds.
   * @throws EmasError `ERR_EMAS_REDIS_TIMEOUT`, `ERR_EMAS_REDIS_DOWN`; or what the call threw.
   */
  run<Result>(call: () => Promise<Result>, most?: number): Promise<Result>;
  /** True while calls fail at once. */
  readonly down: boolean;
  counters(): BoundedCallCounters;
}

const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 5000;
/** A timer this late says that the process was busy. */
const LATE_MS = 5;
/** What a call gets on top then: enough for a server that works. */
const GRACE_MS = 25;

/** Bounds every call in time, and stops calling for a while what keeps failing. */
export function boundedCalls(options: BoundedCallsOptions): BoundedCalls {
  const { what, timeout } = options;
  const counts = { succeeded: 0, timedOut: 0, failed: 0, refused: 0 };
  const breaker = circuitBreaker(handleAll, {
    breaker: new ConsecutiveBreaker(options.failures),
    halfOpenAfter: new ExponentialBackoff({
      initialDelay: FIRST_RETRY_MS,
      maxDelay: LONGEST_RETRY_MS,
    }),
  });
  let downSince: number | undefined;
  let failedWhileDown = 0;
  const succeeded = (): void => {
    counts.succeeded += 1;
    if (downSince === undefined || breaker.state !== CircuitState.Closed) return;
    options.onUp?.(Date.now() - downSince, failedWhileDown);
    downSince = undefined;
    failedWhileDown = 0;
  };
  const failed = (error: unknown): unknown => {
    // cockatiel counts the call before it says so: by now the state is the new one.
    if (breaker.state !== CircuitState.Closed) {
      failedWhileDown += 1;
      if (downSince === undefined) {
        downSince = Date.now();
        options.onDown?.(error);
      }
    }
    if (isTimeout(error)) counts.timedOut += 1;
    else if (isBrokenCircuitError(error)) {
      counts.refused += 1;
      return new EmasError(
        'ERR_EMAS_REDIS_DOWN',
        `The ${what} was not called: it failed a moment ago.`,
      );
    } else counts.failed += 1;
    return error;
  };
  return {
    async run(call, most) {
      try {
        // The breaker would have it wait for the call that is let through, beyond its own time.
        if (breaker.state === CircuitState.HalfOpen) throw new BrokenCircuitError();
        const limit = most === undefined ? timeout : Math.min(most, timeout);
        const result = await breaker.execute(() => within(limit, what, call));
        succeeded();
        return result;
      } catch (error) {
        throw failed(error);
      }
    },
    get down() {
      return breaker.state === CircuitState.Open;
    },
    counters: () => ({ ...counts }),
  };
}

async function within<Result>(
  milliseconds: number,
  what: string,
  call: () => Promise<Result>,
): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_resolve, reject) => {
    const giveUp = (): void => {
      const message = `The ${what} did not answer within ${milliseconds} ms.`;
      reject(new EmasError('ERR_EMAS_REDIS_TIMEOUT', message));
    };
    // The answer may be waiting to be read: it gets a turn of the loop.
    const giveUpSoon = (): void => void setImmediate(() => setImmediate(giveUp));
    const due = performance.now() + milliseconds;
    timer = setTimeout(() => {
      // A busy process has perhaps not sent the command yet; that is not the other side's fault.
      if (performance.now() - due > LATE_MS) timer = setTimeout(giveUpSoon, GRACE_MS);
      else giveUpSoon();
    }, milliseconds);
  });
  try {
    return await Promise.race([call(), tooLate]);
  } finally {
    clearTimeout(timer);
  }
}

function isTimeout(error: unknown): boolean {
  return error instanceof EmasError && error.code === 'ERR_EMAS_REDIS_TIMEOUT';
}
