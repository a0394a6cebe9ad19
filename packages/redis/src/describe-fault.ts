/** What a call failed with, for an event: `ECONNREFUSED`, `ERR_EMAS_REDIS_TIMEOUT`; or '' where it has no code. */
export interface FaultDescription {
  readonly fault: string;
  /** At most 300 characters. */
  readonly message: string;
}

export function describeFault(cause: unknown): FaultDescription {
  const message = cause instanceof Error ? cause.message : String(cause);
  const code: unknown =
    typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : '';
  return { fault: typeof code === 'string' ? code : '', message: message.slice(0, 300) };
}
