import type { DigitRun } from './digit-run.ts';

/** Numbers of one network: how they begin, from one prefix to another of the same length, and how long they are. */
interface Network {
  readonly from: string;
  readonly to: string;
  readonly lengths: readonly number[];
}

const LONG = [16, 17, 18, 19];
const DINERS = [14, ...LONG];

function network(from: string, to: string, lengths: readonly number[]): Network {
  return { from, to, lengths };
}

/**
 * ISO/IEC 7812-1; ranges as the networks publish them, gathered in "Payment card number" (Wikipedia), less
 * those that no card has any more.
 */
const NETWORKS: readonly Network[] = [
  // Visa
  network('4', '4', [13, 16, 19]),
  // Mastercard
  network('51', '55', [16]),
  network('2221', '2720', [16]),
  // American Express
  network('34', '34', [15]),
  network('37', '37', [15]),
  // Discover
  network('6011', '6011', LONG),
  network('644', '649', LONG),
  network('65', '65', LONG),
  // JCB
  network('3528', '3589', LONG),
  // Diners Club
  network('300', '305', DINERS),
  network('3095', '3095', DINERS),
  network('36', '36', DINERS),
  network('38', '39', DINERS),
  // UnionPay
  network('62', '62', LONG),
  network('81', '81', LONG),
  // Maestro
  ...['5018', '5020', '5038', '5893', '6304', '6759', '6761', '6762', '6763'].map((prefix) =>
    network(prefix, prefix, [13, 14, 15, ...LONG]),
  ),
];

const BY_FIRST_DIGIT: ReadonlyMap<string, readonly Network[]> = new Map(
  Array.from('23456789', (digit) => [digit, NETWORKS.filter(({ from }) => from.startsWith(digit))]),
);

/** How many digits stand together in numbers that are written in groups; the longest first. */
const GROUPINGS: readonly (readonly number[])[] = [
  [4, 4, 4, 4, 3],
  [4, 4, 4, 4, 2],
  [4, 4, 4, 4, 1],
  [4, 4, 4, 4],
  [4, 4, 4, 3],
  [4, 4, 4, 2],
  [4, 4, 4, 1],
  [4, 6, 5],
  [4, 6, 4],
  [6, 13],
  [6, 12],
  [6, 11],
  [6, 10],
  [8, 8],
  [12, 4],
];
const SHORTEST = 13;
const LONGEST = 19;
const ZERO = 0x30;

/**
 * The number of a payment card that begins with a group of digits: of a network, as long as that network's
 * are, with a check digit that is right.
 *
 * @returns The last of its groups.
 */
export function cardNumberAt(run: DigitRun, first: number): number | undefined {
  if (run.isPartOfNumber(first)) return undefined;
  const isCardUpTo = (last: number): boolean =>
    isCard(run.joined(first, last)) && !run.touchesLetter(first, last);
  if (run.lengthOf(first) >= SHORTEST) return isCardUpTo(first) ? first : undefined;
  if (run.lengthOf(first) === 1) return singlesAt(run, first, isCardUpTo);
  const grouping = GROUPINGS.find(
    (lengths) =>
      lengths.every((length, at) => run.lengthOf(first + at) === length) &&
      isCardUpTo(first + lengths.length - 1),
  );
  return grouping === undefined ? undefined : first + grouping.length - 1;
}

/** Digits that all stand alone. */
function singlesAt(
  run: DigitRun,
  first: number,
  isCardUpTo: (last: number) => boolean,
): number | undefined {
  let last = first;
  while (last + 1 < first + LONGEST && run.lengthOf(last + 1) === 1) last += 1;
  for (; last >= first + SHORTEST - 1; last -= 1) {
    if (isCardUpTo(last)) return last;
  }
  return undefined;
}

function isCard(digits: string): boolean {
  const networks = BY_FIRST_DIGIT.get(digits.charAt(0)) ?? [];
  const isOfNetwork = networks.some(({ from, to, lengths }) => {
    const prefix = digits.slice(0, from.length);
    return prefix >= from && prefix <= to && lengths.includes(digits.length);
  });
  return isOfNetwork && passesLuhn(digits) && !isArticle(digits);
}

/** The number of an article in shops (EAN-13), where cards of 13 digits are hardly met any more. */
function isArticle(digits: string): boolean {
  if (digits.length !== 13) return false;
  const sum = Array.from(digits, Number).reduce(
    (so, digit, at) => so + digit * (at % 2 === 0 ? 1 : 3),
    0,
  );
  return sum % 10 === 0;
}

/** The check digit of ISO/IEC 7812-1 annex B. */
function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let at = digits.length - 1, double = false; at >= 0; at -= 1, double = !double) {
    const digit = digits.charCodeAt(at) - ZERO;
    const value = double ? digit * 2 : digit;
    sum += value > 9 ? value - 9 : value;
  }
  return sum % 10 === 0;
}
