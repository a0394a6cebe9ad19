/** As ITU-T E.164 has it: `+`, which an address writes `%2B`, the country's code and the number, 15 digits at most. */
const INTERNATIONAL = String.raw`(?:\+|%2B)[1-9]\d{0,2}(?:[-\s()]{0,2}\d){7,12}`;
/** The same without the sign, of Malaysia. */
const WITHOUT_SIGN = String.raw`60(?:1\d(?:[- ]?\d){7,8}|[3-9]\d?[- ]\d{2,4}[- ]?\d{4})`;
/** Malaysia's numbering plan (MCMC): `01X` of mobile phones, `03` to `09` of towns, which are parted from the rest. */
const NATIONAL = String.raw`\(?0(?:1\d\)?(?:[- ]?\d){7,8}|[3-9]\d?(?:[- ]|\) ?)\d{2,4}[- ]?\d{4})`;
const PHONE = new RegExp(
  String.raw`(?<![\w+.,-]|ISBN[-: ]{0,2})(?:${INTERNATIONAL}|${WITHOUT_SIGN}|${NATIONAL})(?![\w]|[-.,]\d)`,
  'gi',
);
/** A bank account has no looks; in a sentence there is a word for it. */
const ACCOUNT =
  /(?<=\b(?:account|acct|acc|akaun|a\/c)(?:\.? (?:no|number|num|nombor)\b)?[.:#]{0,2} ?)\d(?:[- ]?\d){8,16}(?![\w]|[-.,]\d)/gi;

/** Masks phone numbers, and numbers of bank accounts behind a word for one: they name a person. */
export function withoutPhoneNumbers(text: string): string {
  return text.replaceAll(ACCOUNT, '[account]').replaceAll(PHONE, '[phone]');
}
