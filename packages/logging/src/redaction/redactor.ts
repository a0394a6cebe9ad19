import type { RedactionOptions, RedactionPattern } from './options.ts';
import { secretKeys } from './secret-keys.ts';
import { BUILT_IN_PATTERNS, isSuspicious } from './secret-patterns.ts';

/** What stands for the value of a secret key. */
export const MASK = '[redacted]';

/** Knows what must not be in a log. */
export interface Redactor {
  /** Whether the value of a key is masked, whatever it is. */
  isSecret(key: string): boolean;
  /** The text, with what looks like a secret replaced by `[its name]`. */
  text(text: string): string;
}

/** Shorter texts hold no identity number, card or token. */
const SHORTEST_SECRET = 8;

/** Builds it once: what a line costs is one look at each of its texts. */
export function createRedactor(options: RedactionOptions): Redactor {
  const own = options.patterns ?? [];
  return {
    isSecret: secretKeys(options.keys ?? [], options.allow ?? []),
    text(text) {
      let redacted = text;
      if (text.length >= SHORTEST_SECRET && isSuspicious(text)) {
        redacted = BUILT_IN_PATTERNS.reduce(replaced, redacted);
      }
      return own.length === 0 ? redacted : own.reduce(replaced, redacted);
    },
  };
}

function replaced(text: string, { name, find, confirm }: RedactionPattern): string {
  return text.replace(find, (found) =>
    confirm === undefined || confirm(found) ? `[${name}]` : found,
  );
}
