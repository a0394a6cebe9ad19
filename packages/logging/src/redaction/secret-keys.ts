import {
  ABOUT_SECRETS,
  ASKS,
  ENDINGS,
  STILL_SECRET,
  STRONG,
  STRONG_PAIRS,
  WHOLE_NAMES,
} from './key-words.ts';

/** Tells by its name whether a value is a secret. */
export interface SecretKeys {
  /** Of an object's key, a header, a form's field, a column. */
  readonly isSecret: (key: string) => boolean;
  /** Of some words in a sentence, before a colon: the last of them say what it is. */
  readonly isSecretPhrase: (phrase: string) => boolean;
  /** Whether a word may be the last of such words: of nearly no word is that asked further. */
  readonly mayEndPhrase: (word: string) => boolean;
}

/** The words of a name, in any way of joining them. */
const WORD = /[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[^\0-\x7f]+/g;
/** `user[password][0]`, `user.password`, `wsse:Password`. */
const STEPS = /[.[\]:]+/;
const PHRASE_ENDS: readonly string[] = [
  ...ENDINGS,
  ...STRONG_PAIRS,
  ...STILL_SECRET,
  ...STRONG,
].map((words) => words.slice(words.lastIndexOf(' ') + 1));
/** The longest ending has so many words. */
const MOST_WORDS = 3;
/** Names repeat from line to line; those that a visitor makes up do not fill the memory. */
const MOST_KNOWN = 4096;

/**
 * @param further Names that are secrets as well, compared without case, `-` and `_`.
 * @param allowed Names that are not, compared likewise.
 */
export function secretKeys(further: readonly string[], allowed: readonly string[]): SecretKeys {
  const added = new Set(further.map(bare));
  const exceptions = new Set(allowed.map(bare));
  const judge = (means: (name: string) => boolean): ((name: string) => boolean) =>
    remembered((name) => {
      const plain = bare(name);
      return !exceptions.has(plain) && (added.has(plain) || means(name));
    });
  const ends = new Set([...PHRASE_ENDS, ...further.map((name) => wordsOf(name).at(-1) ?? '')]);
  return {
    isSecret: judge(nameMeansSecret),
    isSecretPhrase: judge(phraseMeansSecret),
    mayEndPhrase: (word) => ends.has(word.toLowerCase()),
  };
}

function remembered(judge: (name: string) => boolean): (name: string) => boolean {
  const known = new Map<string, boolean>();
  return function isSecret(name) {
    const before = known.get(name);
    if (before !== undefined) return before;
    const verdict = judge(name);
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(name, verdict);
    return verdict;
  };
}

function nameMeansSecret(name: string): boolean {
  const words = wordsOf(lastStep(name));
  const [first = ''] = words;
  if (words.length > 1 && ASKS.has(first)) return false;
  if (WHOLE_NAMES.has(words.join(' '))) return true;
  return endsAsSecret(words) || holdsStrongWord(words);
}

function phraseMeansSecret(phrase: string): boolean {
  const words = withoutRemarks(wordsOf(phrase));
  return (
    endsAsSecret(words) || (words.length > 0 && strongUpTo(words, words.length) === words.length)
  );
}

/** The last step of a path that says something: not its index, and not `confirm` alone. */
function lastStep(name: string): string {
  if (!STEPS.test(name)) return name;
  const steps = name.split(STEPS).filter((step) => step !== '' && !/^\d+$/.test(step));
  const last = steps.at(-1) ?? '';
  return withoutRemarks(wordsOf(last)).length > 0 ? last : `${steps.at(-2) ?? ''} ${last}`;
}

function wordsOf(name: string): string[] {
  return (name.match(WORD) ?? []).map((word) => word.toLowerCase());
}

/** Without what may follow a secret's name. */
function withoutRemarks(words: readonly string[]): readonly string[] {
  const last = words.findLastIndex((word) => !STILL_SECRET.has(word) && !/^\d+$/.test(word));
  return words.slice(0, last + 1);
}

function endsAsSecret(words: readonly string[]): boolean {
  return [words, withoutRemarks(words)].some((some) =>
    Array.from({ length: MOST_WORDS }, (_, at) => some.slice(-1 - at).join(' ')).some((ending) =>
      ENDINGS.has(ending),
    ),
  );
}

function holdsStrongWord(words: readonly string[]): boolean {
  const end = strongUpTo(words, words.length);
  return end > 0 && !words.slice(end).some((word) => ABOUT_SECRETS.has(word));
}

/** @returns Where the last strong word before `end` ends; 0 where there is none. */
function strongUpTo(words: readonly string[], end: number): number {
  for (let at = end; at > 0; at -= 1) {
    if (isStrong(words[at - 1] ?? '')) return at;
    if (at > 1 && STRONG_PAIRS.has(`${words[at - 2] ?? ''} ${words[at - 1] ?? ''}`)) return at;
  }
  return 0;
}

/** `password`, `userpassword`, `passwordconfirmation`; not `passwordless`. */
function isStrong(word: string): boolean {
  if (STRONG.some((strong) => word.endsWith(strong))) return true;
  return word.startsWith('password') && STILL_SECRET.has(word.slice('password'.length));
}

function bare(key: string): string {
  return key.replaceAll(/[-_\s]/g, '').toLowerCase();
}
