/** A request as an access log tells it. */
export interface AccessLine {
  /** Milliseconds since 1970. */
  readonly time: number;
  /** Canonical address of the client, see `addressOf()`; '' where the line has none. */
  readonly address: string;
  /** The name that was sent by HTTP authentication; '' where none was. */
  readonly user: string;
  readonly method: string;
  /** Path and query. The target of `OPTIONS *` and of `CONNECT` is as it was sent. */
  readonly url: string;
  readonly status: number;
  /** '' where none was sent, or the log does not say. */
  readonly referrer: string;
  /** '' where none was sent; `undefined` where the log has no place for it, as `common` has none. */
  readonly userAgent: string | undefined;
  /** The host that was asked, as it was sent; '' where the log does not say. */
  readonly host: string;
}

/**
 * A line that belongs to the format and tells of no page that could be asked for: `comment` is a header, an empty
 * line or, in JSON, of something else than a request; `no_request` is a connection without a readable request
 * (`"-" 408`, a TLS handshake on a plain port).
 */
export type OtherLine = 'comment' | 'no_request';

/** Reads one line; `undefined` where it is not of the format. */
export type AccessLineReader = (line: string) => AccessLine | OtherLine | undefined;

/** A form of access logs. */
export interface AccessLogFormat {
  readonly name: string;
  /** A reader for one log, from its beginning: some formats have headers that say what follows. */
  open(): AccessLineReader;
}

/** What a line's own words do not say. */
export interface AccessLogOptions {
  /** IANA zone of times that are written without one (HAProxy). @default 'UTC' */
  readonly timeZone?: string;
}
