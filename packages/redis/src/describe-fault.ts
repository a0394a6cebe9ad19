import { errorCode } from '@emas/errors';

/** What a call failed with, for an event. */
export interface FaultDescription {
  /** `ECONNREFUSED`, `ERR_EMAS_REDIS_TIMEOUT`; of what Redis answers, its first word: `READONLY`. '' where there is none. */
  readonly fault: string;
  /** At most 300 characters. */
  readonly message: string;
}

export function describeFault(cause: unknown): FaultDescription {
  const message = cause instanceof Error ? cause.message : String(cause);
  // Redis' errors begin with a word in capitals, which clients hand on as a part of the message.
  const fault = errorCode(cause) || (/^-?([A-Z]{2,20}) /.exec(message)?.[1] ?? '');
  return { fault, message: message.slice(0, 300) };
}
