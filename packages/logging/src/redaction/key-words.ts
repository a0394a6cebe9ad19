/** A list of words or phrases, one space between words. */
type Words = ReadonlySet<string>;

function wordsOf(...lists: readonly string[]): Words {
  return new Set(lists.flatMap((list) => list.split(', ')));
}

/**
 * Words that make a secret of any name that holds them, unless a word after them says otherwise:
 * `newPassword`, `password_for_db`, and not `passwordPolicy`. Written together with words before them, too:
 * `PGPASSWORD`, `accesstoken`.
 */
export const STRONG: readonly string[] = [
  'accesskey',
  'apikey',
  'katalaluan',
  'passcode',
  'passphrase',
  'passwd',
  'password',
  'privatekey',
  'secret',
  'secretkey',
  'sessionid',
  'token',
  '密码',
  '密碼',
];

/** The same in two words. */
export const STRONG_PAIRS: Words = wordsOf(
  'access key, api key, kata laluan, kata sandi, pass code, pass phrase, pass word, private key, session id',
);

/** What a name ends with where its value is a secret, English and Malay; what is said of it may follow. */
export const ENDINGS: Words = wordsOf(
  '2 fa code, access tokens, account key, activation code, api keys, api tokens, auth code, auth key, auth tokens, authenticator code',
  'app key, cardnumber, creditcard, icnumber, identitycard, proxyauthorization, securitycode, setcookie',
  'authorization, authorization code, backup code, backup codes, bearer, card no, card number, card pan',
  'cc number, cookie, cookies, credential, credentials, credit card, creds, csc, csrf, cvc, cvv, debit card',
  'decryption key, encryption key, hmac key, ic, ic no, id card, identification no, identity card',
  'identity card no, identity no, jsessionid, jwt, kad kredit, kad pengenalan, kod keselamatan',
  'kod pengesahan, master key, mfa code, my kad, my kid, mykad, mykid, national id, no ic, no kad, no kp',
  'nokp, nombor kad, nric, one time code, otp, otps, pass, passport, passport no, passwords, pasport',
  'phpsessid, pin, proxy authorization, pw, pwd, recovery code, recovery codes, recovery phrase',
  'refresh tokens, reset code, secret answer, secret id, secrets, security answer, security code',
  'seed phrase, sessid, session key, session tokens, shared key, signature, signing key, ssh key, ssn',
  'account no, account number, acct no, bank account, bank account no, contact no, contact number, handphone',
  'iban, mobile no, mobile number, msisdn, no akaun, no tel, no telefon, nombor akaun, nombor telefon, phone',
  'phones, tel, telefon, telephone',
  'storage key, subscription key, tac, totp, two factor code, verification code, xsrf',
);

/** Names that are secrets only as the whole name: `accountSid` is none. */
export const WHOLE_NAMES: Words = wordsOf('pan, sid, sig');

/** What may follow a secret's name and leaves it one: `password_confirmation`, `cvc2`, `PIN code`. */
export const STILL_SECRET: Words = wordsOf(
  'again, baharu, base64, baru, code, confirm, confirmation, confirmed, current, digest, digits, enc',
  'encrypted, hash, hashed, header, hex, input, kod, lama, new, no, nombor, num, number, old, pem, plain',
  'raw, repeat, retype, string, text, val, value, verify',
);

/** What a word after a secret's says: the value is a count, a time, a setting or a name, and no secret. */
export const ABOUT_SECRETS: Words = wordsOf(
  'after, age, algo, algorithm, at, attempts, banner, before, budget, bytes, category, change, changed',
  'config, consent, cost, count, created, date, days, disabled, domain, enabled, endpoint, error, errors',
  'exists, expired, expires, expiration, expiry, fail, failed, failures, field, fields, format, hint',
  'history, hours, icon, id, ids, in, invalid, issued, issuer, iterations, kind, label, last, length, less',
  'lifetime, limit, limits, manager, max, message, method, min, minutes, missing, mode, ms, name, names, of',
  'on, options, page, path, permissions, placeholder, policies, policy, prefix, preferences, provider',
  'question, required, requirements, reset, rotation, rounds, rule, rules, schema, scheme, scope, screen',
  'seconds, service, set, settings, shown, since, size, source, state, status, storage, store, strategy',
  'strength, score, suffix, time, timeout, tries, ttl, type, types, until, updated, uri, url, usage, used',
  'user, valid, validation, validity, verified, version, visible, window',
);

/** First words of names that ask or count: `hasPassword`, `max_token`, `ERR_TOKEN`. */
export const ASKS: Words = wordsOf(
  'allow, allows, are, can, disable, enable, err, error, has, have, hide, is, max, maximum, min, minimum',
  'must, need, needs, num, on, require, requires, should, show, total, use, uses, warn, was, were',
);

/** Words before a key in a sentence that say that its value is none, or is not worth hiding unless it looks odd. */
export const DOUBTS: Words = wordsOf(
  'bad, empty, expected, expired, forgot, incorrect, invalid, mismatched, missing, no, reset, unexpected',
  'unknown, unsupported, without, wrong, salah',
);

/** What code writes where there is no value, or none to hide. */
export const EMPTY_VALUES: Words = wordsOf('false, nan, nil, none, null, true, undefined');

/** What a sentence says behind a colon, and is no value: `password: required`. */
export const NO_VALUES: Words = wordsOf(
  'absent, ada, adalah, again, an, and, any, are, array, as, at, belum, bigint, boolean, but, can',
  'cannot, changed, contains, dan, default, denied, diisi, diperlukan, does, empty, enter, expected, expired',
  'for, found, from, given, has, hidden, how, if, in, incorrect, ini, integer, invalid, is, it, kosong',
  'length, masked, masukkan, may, missing, mismatch, must, needed, needs, never, not, number, object, of',
  'off, omitted, optional, or, our, please, redacted, required, revoked, salah, sah, see, set, should, sila',
  'string, terlalu, that, the, there, these, they, this, those, tidak, to, too, try, unknown, unset, untuk',
  'use, valid, wajib, was, we, what, when, where, which, who, why, will, with, wrong, yang, yes, you, your',
);
