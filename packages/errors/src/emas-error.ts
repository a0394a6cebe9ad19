/** What an {@link EmasError} may carry besides its code and message. */
export interface EmasErrorOptions {
  /** The error that led to this one. */
  readonly cause?: unknown;
  /** What the reader can do about it, as a full sentence. */
  readonly help?: string;
  /** The HTTP status that it is answered with. @default 500, as Express has it */
  readonly status?: number;
  /** Seconds after which it is worth another try, for `Retry-After`. */
  readonly retryAfter?: number;
}

/**
 * The only error type that packages of the suite throw on purpose.
 *
 * `code` is stable across versions and documented in `docs/errors.md`; the message may change.
 */
export class EmasError extends Error {
  override readonly name: string = 'EmasError';
  /** Stable, `ERR_EMAS_…`. */
  readonly code: string;
  /** What the reader can do about it; empty where the message says it all. */
  readonly help: string;
  /** For Express, as http-errors has it. @default none, which Express answers with 500 */
  declare readonly status?: number;
  /** Headers of the answer, for Express likewise. @default none */
  declare readonly headers?: Readonly<Record<string, string>>;

  constructor(code: `ERR_EMAS_${string}`, message: string, options: EmasErrorOptions = {}) {
    const help = options.help ?? '';
    super(
      help === '' ? message : `${message} ${help}`,
      options.cause === undefined ? undefined : { cause: options.cause },
    );
    this.code = code;
    this.help = help;
    // Where there is none, none is shown when the error is printed.
    if (options.status !== undefined) this.status = options.status;
    if (options.retryAfter !== undefined) {
      this.headers = { 'Retry-After': String(options.retryAfter) };
    }
  }
}
