import { randomBytes } from 'node:crypto';

/** A captcha as somebody solved it. */
export interface Solved {
  readonly hostname: string;
  readonly action: string;
  readonly score: number;
  /** Milliseconds since 1970. */
  readonly solvedAt: number;
}

interface Kept extends Solved {
  used: boolean;
  /** The question that it was used for, which Turnstile answers again. */
  id: string | undefined;
}

/** What a provider finds of a token. */
export type Found =
  | { readonly state: 'good'; readonly solved: Solved }
  | { readonly state: 'missing' | 'unknown' | 'used' | 'expired' };

const MOST = 10_000;

/** Makes tokens, and lets each be used once. */
export class SolvedTokens {
  readonly #all = new Map<string, Kept>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  make(solved: Solved): string {
    if (this.#all.size >= MOST) this.#all.clear();
    const token = `stand-in-${randomBytes(24).toString('base64url')}`;
    this.#all.set(token, { ...solved, used: false, id: undefined });
    return token;
  }

  use(token: string, lifetime: number, id: string | undefined): Found {
    if (token === '') return { state: 'missing' };
    const kept = this.#all.get(token);
    if (kept === undefined) return { state: 'unknown' };
    const isAgain = id !== undefined && kept.id === id;
    if (kept.used && !isAgain) return { state: 'used' };
    kept.used = true;
    kept.id = id;
    if (this.#now() - kept.solvedAt > lifetime) return { state: 'expired' };
    const { hostname, action, score, solvedAt } = kept;
    return { state: 'good', solved: { hostname, action, score, solvedAt } };
  }
}
