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
  /** Whether `account` is a hash already. @default false */
  readonly isHashed?: boolean;
  /** Who tells of it, where two may tell of the same attempt. */
  readonly teller?: Teller;
}

/** Who wrote a line, for {@link TwinFilter}. */
export interface Teller {
  /** What somebody tried to enter: `sshd`. */
  readonly service: string;
  /** Which of its processes; `''` where that is not known. */
  readonly process: string;
  /** `''` for the service itself, else the module that it asked: `pam_unix`. */
  readonly module: string;
  /** Whether the service itself tells of each failure of this kind. */
  readonly isComplete: boolean;
}
