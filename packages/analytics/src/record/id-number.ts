/** A whole date of this century: a document's. Older ones are people's. */
const DATE =
  /(?<!\d)20\d\d(?:[-_.](?:0?[1-9]|1[0-2])[-_.](?:0?[1-9]|[12]\d|3[01])|(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))(?!\d)/g;
const OLD_DATE =
  /(?<!\d)(?:19\d\d[-_. ](?:0?[1-9]|1[0-2])[-_. ](?:0?[1-9]|[12]\d|3[01])|(?:0?[1-9]|[12]\d|3[01])[-_. ](?:0?[1-9]|1[0-2])[-_. ]19\d\d)(?!\d)/;
const YEAR = /(?<!\d)(?:199\d|20[0-3]\d)(?!\d)/g;
const LONG_NUMBER = /\d{5,}/;
/** Digits in groups, as telephone numbers and identity cards are written; a sign or a blank or two between. */
const GROUPED = /\d(?:[-_. ()+]{0,2}\d){6,}/;
/** Capitals and a long number, the number of a case whatever date is in it: `CLM-20261123`. */
const CASE_NUMBER = /^[A-Z]{1,6}[-_. ]?\d{5,}/;
/** A word and a number: `member-4711`, `KL4821`, `EM-2048-7731`. */
const NUMBERED = /^([a-z]{1,12})[-_. ]?(\d[\d-_. ]*)$/i;
/** Their numbers are names: `iso-9001`. */
const STANDARDS = new Set(['iso', 'iec', 'en', 'din', 'astm', 'rfc', 'bs', 'ieee']);

/** Whether a name is, or has in it, a number that stands for one person or one case. */
export function isIdNumber(name: string): boolean {
  if (CASE_NUMBER.test(name)) return true;
  const dateless = name.replaceAll(DATE, ' x ');
  if (LONG_NUMBER.test(dateless)) return true;
  const yearless = dateless.replaceAll(YEAR, ' x ');
  if (GROUPED.test(yearless)) return true;
  const [, word = '', number = ''] = NUMBERED.exec(dateless) ?? [];
  if (word === '' || STANDARDS.has(word.toLowerCase())) return false;
  // The years of a number such as EM-2048-7731 are none.
  return number.split(/[-_. ]/).some((group) => group.length >= 4 && !isYear(group));
}

function isYear(group: string): boolean {
  return /^(?:199\d|20[0-3]\d)$/.test(group);
}

/** Whether a name has a date of the last century in it, which is a birthday where a person's page has one. */
export function isPersonalDate(name: string): boolean {
  return OLD_DATE.test(name);
}
