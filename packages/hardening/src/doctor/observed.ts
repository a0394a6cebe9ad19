/** A page as a visitor gets it, twice. */
export interface Observed {
  readonly isSecure: boolean;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: readonly string[];
  /** The headers of the same page asked for again. */
  readonly again: Readonly<Record<string, string>>;
}

/** Something that is weaker than the suite's default. */
export interface Weakness {
  /** `high` lets somebody in who finds one more fault; `low` tells more than it needs to. */
  readonly severity: 'high' | 'medium' | 'low';
  /** What it is about: a header, a directive, a cookie. */
  readonly what: string;
  readonly found: string;
  readonly why: string;
  readonly fix: string;
}

/** Looks for one kind of weakness. */
export type Check = (observed: Observed) => readonly Weakness[];
