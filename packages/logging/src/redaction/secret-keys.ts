/** What a key's name says about its value, without case, `-` and `_`. */
const SECRET_NAMES: readonly string[] = [
  'authorization',
  'cardnumber',
  'cookie',
  'credentials',
  'cvc',
  'cvv',
  'ic',
  'icnumber',
  'identitycard',
  'mykad',
  'nric',
  'otp',
  'pan',
  'pin',
  'proxyauthorization',
  'pwd',
  'setcookie',
  'sid',
  'signature',
  'ssn',
  'xapikey',
];

/** Parts that make any name a secret's: `newPassword`, `refresh_token`, `client-secret`. */
const SECRET_PARTS: readonly string[] = [
  'apikey',
  'passphrase',
  'passwd',
  'password',
  'privatekey',
  'secret',
  'sessionid',
  'token',
];

/** Counts and settings about secrets, which are none. */
const HARMLESS_ENDINGS: readonly string[] = ['count', 'length', 'type', 'expires', 'expiresin'];

/** Tells by its name whether the value of a key is a secret. */
export function secretKeys(
  further: readonly string[],
  allowed: readonly string[],
): (key: string) => boolean {
  const names = new Set([...SECRET_NAMES, ...further.map(bare)]);
  const exceptions = new Set(allowed.map(bare));
  return function isSecret(key) {
    const name = bare(key);
    if (exceptions.has(name)) return false;
    if (names.has(name)) return true;
    if (!SECRET_PARTS.some((part) => name.includes(part))) return false;
    return !HARMLESS_ENDINGS.some((ending) => name.endsWith(ending));
  };
}

function bare(key: string): string {
  return key.replaceAll(/[-_\s]/g, '').toLowerCase();
}
