/** What follows `Bearer` or `Basic` in a header. RFC 6750 §2.1, RFC 7617 §2. */
const SCHEME = /\b(bearer|basic)(?:[\s+]|%20){1,8}([\w~+/.-]{6,4096}={0,2})/gi;
/** Words that follow the scheme's name where it is talked of. */
const TALK =
  /^(?:access|auth|authentication|authorisation|authorization|bonds?|certificates?|credentials?|errors?|format|headers?|instruments?|methods?|realm|schemes?|security|shares|tokens?)\b/i;
/** Letters of one kind alone are a word, however long. */
const MIXED = /\d|[a-z][A-Z]|[A-Z]{2}[a-z]|[+/=]/;
const LONG = 24;
const PRINTABLE = /^[ -~\u00a0-\u{10ffff}]+$/u;

/** Masks what `Bearer` and `Basic` are followed by, where that is a credential and not a word. */
export function withoutSchemeCredentials(text: string): string {
  return text.replaceAll(SCHEME, (all: string, scheme: string, credential: string) => {
    const isOne = scheme.toLowerCase() === 'basic' ? isBasic(credential) : isBearer(credential);
    return isOne ? '[credentials]' : all;
  });
}

function isBearer(credential: string): boolean {
  return credential.length >= 8 && !TALK.test(credential);
}

/** A name and a password with a colon in between; or what nobody takes for a word. */
function isBasic(credential: string): boolean {
  const plain = Buffer.from(credential, 'base64').toString('utf8');
  if (plain.includes(':') && PRINTABLE.test(plain)) return true;
  return credential.length >= LONG && MIXED.test(credential);
}
