/** What the server says holds now. */
export interface ConsentState {
  readonly asks: boolean;
  /** Ids of what is allowed. */
  readonly services: readonly string[];
  readonly purposes: readonly string[];
  /** What the browser may not keep in its storage, by name; `chatter_*` for all that begin so. */
  readonly unwanted: readonly string[];
  /** For Google's tags, where the site tells them. */
  readonly mode?: Readonly<Record<string, string>>;
}

/** What became of a choice. */
export interface Outcome extends ConsentState {
  readonly saved: boolean;
  readonly message: string;
  readonly close: string;
  /** Where it is asked anew. */
  readonly url: string;
}

const LONGEST_MS = 15_000;

/** @returns The server's own answer; rejects where there is none, or none in time. */
export async function ask<Answer>(path: string, body?: URLSearchParams): Promise<Answer> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), LONGEST_MS);
  try {
    const answer = await fetch(path, {
      ...(body === undefined ? {} : { method: 'POST', body }),
      headers: { Accept: 'application/json' },
      credentials: 'same-origin',
      signal: late.signal,
    });
    if (!answer.ok) throw new TypeError(answer.statusText);
    return await answer.json();
  } finally {
    clearTimeout(timer);
  }
}
