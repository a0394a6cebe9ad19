/** A request as an access log tells it. */
export interface AccessLine {
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly address: string;
  /** The name that was sent by HTTP authentication; '' where none was. */
  readonly user: string;
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly status: number;
  /** '' where the log does not say. */
  readonly referrer: string;
  readonly userAgent: string;
}

/** Reads one line; `undefined` where it is not of this format. */
export type AccessLineParser = (line: string) => AccessLine | undefined;
