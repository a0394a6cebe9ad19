/** An attempt as a line of a log has it, before names are hashed. */
export interface RawAttempt {
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly outcome: 'success' | 'failure';
  readonly reason: string;
  /** As it was typed, or a hash where the log has one; `''` where there is none. */
  readonly account: string;
  /** Canonical; `''` for a host name and for none. */
  readonly address: string;
  readonly client: string;
  /** How often it was tried. */
  readonly count: number;
}

/** Makes attempts of lines; `undefined` for a line that tells of none. Never throws. */
export type LineParser = (line: string) => RawAttempt | undefined;
