/** What messages call a code, English and Malay. */
const CODE_NAME = String.raw`(?:otp|tac|t\.a\.c|pin|pass-?code|(?:one[- ]time|verification|security|login) (?:password|pass-?code|code|pin)|kod (?:otp|tac|pin|pengesahan|keselamatan|sekali guna))`;
const IS = String.raw`(?:\bis\b|\bialah\b|\badalah\b|:)`;
const CODE = String.raw`\d{4,8}(?![\d.,/:-]?\d)`;
/** `Your TAC is 123456`, `Kod OTP anda ialah 123456`, `OTP untuk log masuk: 123456`, `OTP 123456` */
const CODE_AFTER = new RegExp(
  String.raw`(\b${CODE_NAME}(?:\b[^\d.\n]{0,40}?${IS})? {1,3})${CODE}`,
  'gi',
);
/** `Use code 123456`, `Guna kod 123456` */
const CODE_TO_USE = new RegExp(
  String.raw`(\b(?:use|enter|guna(?:kan)?|masukkan) (?:the |this |your )?(?:code|kod) {1,3})${CODE}`,
  'gi',
);
/** `123456 is your OTP` */
const CODE_BEFORE = new RegExp(
  String.raw`(?<![\w.,/:-])${CODE}(?= (?:is|ialah|adalah) (?:your |the |a )?${CODE_NAME}\b)`,
  'gi',
);

const PASSWORD_NAME = String.raw`\b(?:pass(?:word|code|phrase|port)|pasport|kata ?laluan)`;
/** Of letters and figures both: hardly a word of a sentence is. */
const MIXED = String.raw`(?=[^\s\d"'<>()]{0,64}\d)(?=[\d\W]{0,64}[A-Za-z])[^\s"'<>()]{5,128}[^\s"'<>().,;:!?]`;
/** `the password is hunter2`, `password hunter2`, `New password for ali: hunter2` */
const PASSWORD = new RegExp(
  String.raw`(${PASSWORD_NAME}(?: (?:is|was|set to|ialah|adalah|number|no\.?)|(?: [\w.@-]{1,32}){1,3} ?:)? )(${MIXED})`,
  'gi',
);
/** Words with figures in them, and amounts. */
const NO_PASSWORD =
  /^(?:base64|bcrypt|ipv[46]|md5|oauth\d|pbkdf2|rfc\d+|sha-?\d+|utf-?\d+|v?\d[\d.,:/-]*[a-z]{0,3})$/i;

/** Masks one-time codes in the words of a message. */
export function withoutSpokenCodes(text: string): string {
  return text
    .replaceAll(CODE_AFTER, '$1[code]')
    .replaceAll(CODE_TO_USE, '$1[code]')
    .replaceAll(CODE_BEFORE, '[code]');
}

/** Masks passwords and numbers of passports in the words of a message. */
export function withoutSpokenPasswords(text: string): string {
  return text.replaceAll(PASSWORD, (all: string, before: string, word: string) =>
    NO_PASSWORD.test(word) ? all : `${before}[secret]`,
  );
}
