import { EmasError } from '@emas/errors';
import { accountHasher, accountName } from '@emas/events/internal';

/** Hashes of sessions and places are of such characters, and none is shorter. */
const TOKEN = /[\w-]{16,}/g;
/** A field of JSON that names an account, also where it stands in a text of JSON. */
const ACCOUNT = /"account":("(?:[^"\\]|\\.)*")/g;

/** What stands for one account in lines, rows and keys, as far as it is known by now. */
export class SubjectIdentity {
  /** A hash for each key of the log. */
  readonly accounts: readonly string[];
  readonly #name: string;
  readonly #typed: string;
  readonly #tokens = new Set<string>();

  /**
   * @param keys The keys of the log, the newest first.
   * @throws EmasError `ERR_EMAS_SUBJECT_ACCOUNT` for what is no name.
   */
  constructor(typed: string, keys: readonly string[]) {
    this.#typed = typed;
    this.#name = accountName(typed);
    if (this.#name === '') {
      throw new EmasError('ERR_EMAS_SUBJECT_ACCOUNT', 'No account was named.', {
        help: 'Give --account NAME.',
      });
    }
    this.accounts = keys.map((key) => accountHasher(key)(typed));
  }

  /** Sessions and places. @returns Those that are new. */
  learn(tokens: Iterable<string>): readonly string[] {
    const fresh = [...tokens].filter((token) => !this.#tokens.has(token));
    for (const token of fresh) this.#tokens.add(token);
    return fresh;
  }

  forget(tokens: Iterable<string>): void {
    for (const token of tokens) this.#tokens.delete(token);
  }

  /** Whether the account, one of its sessions or places stands in a text; a plain name as an account's alone. */
  isIn(text: string): boolean {
    if (this.#tokens.size > 0) {
      for (const [token] of text.matchAll(TOKEN)) if (this.#tokens.has(token)) return true;
    }
    return this.isNamedIn(text);
  }

  /** Whether the account itself is named. */
  isNamedIn(text: string): boolean {
    const isHashed = this.accounts.some((account) => text.includes(account));
    return isHashed || accountsIn(text).some((account) => this.#isOwnName(account));
  }

  /** Whether the account or something of it stands there, and nobody else is named instead. */
  isOwn(text: string): boolean {
    return this.isIn(text) && !this.isOfOthers(text);
  }

  /** Somebody else may have signed in over a session that was open in the same browser. */
  isOfOthers(text: string): boolean {
    const named = accountsIn(text);
    return named.length > 0 && !named.some((account) => this.#isOwnName(account));
  }

  /** By which a database may look first, without regard to case; what it finds is judged by `isOwn()`. */
  searchTexts(): readonly string[] {
    const names = new Set([this.#typed, this.#name]);
    const plain = [...names].map((name) => `"account":${JSON.stringify(name)}`);
    const inText = plain.map((text) => JSON.stringify(text).slice(1, -1));
    return [...this.accounts, ...this.#tokens, ...plain, ...inText];
  }

  #isOwnName(account: string): boolean {
    return this.accounts.includes(account) || accountName(account) === this.#name;
  }
}

/** Names and hashes that stand as accounts in JSON, and in JSON that is a text in it. */
function accountsIn(text: string): readonly string[] {
  if (!text.includes('account')) return [];
  const texts = text.includes(String.raw`\"account`)
    ? [text, text.replaceAll(/\\(["\\])/g, '$1')]
    : [text];
  return texts.flatMap((one) =>
    [...one.matchAll(ACCOUNT)].flatMap(([, value = '']) => stringFrom(value)),
  );
}

function stringFrom(json: string): readonly string[] {
  try {
    return [String(JSON.parse(json))];
  } catch {
    // Cut off, or escaped otherwise: it is no name that the log writes.
    return [];
  }
}
