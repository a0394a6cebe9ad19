import { withoutAssignedSecrets } from './assigned-secrets.ts';
import { withoutElementSecrets, withoutOptionSecrets } from './element-secrets.ts';
import { withoutKnownTokens } from './known-tokens.ts';
import { withoutListedSecrets } from './listed-secrets.ts';
import { withoutLongNumbers } from './long-numbers.ts';
import type { RedactionOptions, RedactionPattern } from './options.ts';
import { withoutMailAddresses } from './mail-addresses.ts';
import { withoutPhoneNumbers } from './phone-numbers.ts';
import { withoutPrivateKeys } from './private-keys.ts';
import { secretKeys } from './secret-keys.ts';
import { SIGNS, signsOf } from './signs.ts';
import { withoutSpokenCodes, withoutSpokenPasswords } from './spoken-secrets.ts';
import { withoutSqlSecrets } from './sql-secrets.ts';
import { withoutUserInfo } from './user-info.ts';
import { withoutSchemeCredentials } from './web-credentials.ts';

/** What stands for the value of a secret key. */
export const MASK = '[redacted]';
/** What stands for it in a text. */
const SECRET = '[secret]';

/** Knows what must not be in a log. */
export interface Redactor {
  /** Whether the value of a key is always masked. */
  isSecret(key: string): boolean;
  /** The text, with what looks like a secret replaced by `[its name]`. */
  text(text: string): string;
}

/** A way to find one kind of secret, and the signs in a text without which it has nothing to find. */
interface Search {
  readonly signs: number;
  readonly mask: (text: string) => string;
}

/** `pw=123`: in shorter texts there is no secret with its name. */
const SHORTEST = 6;

/** Builds it once: what a line costs is one look at each of its texts. */
export function createRedactor(options: RedactionOptions): Redactor {
  const own = options.patterns ?? [];
  const keys = secretKeys(options.keys ?? [], options.allow ?? []);
  const { pair, percent, quote, element, option, at, longWord, longNumber } = SIGNS;
  const { scheme, code, word, number } = SIGNS;
  // Whole things first, so that a part of one is not taken for something else.
  const searches: readonly Search[] = [
    { signs: option, mask: withoutPrivateKeys },
    { signs: at | percent, mask: withoutUserInfo },
    { signs: at | percent, mask: withoutMailAddresses },
    { signs: quote, mask: (text) => withoutListedSecrets(text, keys, SECRET) },
    { signs: quote, mask: (text) => withoutSqlSecrets(text, keys, SECRET) },
    { signs: element, mask: (text) => withoutElementSecrets(text, keys, SECRET) },
    { signs: option, mask: (text) => withoutOptionSecrets(text, keys, SECRET) },
    { signs: pair, mask: (text) => withoutAssignedSecrets(text, keys, SECRET) },
    { signs: scheme, mask: withoutSchemeCredentials },
    { signs: longWord, mask: withoutKnownTokens },
    { signs: code, mask: withoutSpokenCodes },
    { signs: word, mask: withoutSpokenPasswords },
    { signs: longNumber, mask: withoutLongNumbers },
    { signs: number, mask: withoutPhoneNumbers },
  ];
  return {
    isSecret: keys.isSecret,
    text(text) {
      const signs = text.length < SHORTEST ? 0 : signsOf(text);
      let redacted = text;
      if (signs !== 0) {
        for (const search of searches) {
          if ((search.signs & signs) !== 0) redacted = search.mask(redacted);
        }
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
