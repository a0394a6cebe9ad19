/** A request as an access log tells it. */
export interface LogLine {
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly address: string;
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly status: number;
  /** '' where the log does not say. */
  readonly referrer: string;
  readonly userAgent: string;
}

/** Reads one line; `undefined` where it is not of this format. */
export type LineParser = (line: string) => LogLine | undefined;

export const LOG_FORMATS = ['combined', 'common', 'json'] as const;
export type LogFormat = (typeof LOG_FORMATS)[number];
