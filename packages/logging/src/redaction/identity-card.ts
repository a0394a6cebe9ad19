import type { DigitRun } from './digit-run.ts';

const DIGITS = 12;
/** How `YYMMDD-PB-###G` may be parted. */
const GROUPINGS: readonly (readonly number[])[] = [[DIGITS], [6, 6], [8, 4], [6, 2, 4]];
/** And where nothing else stands beside it. Not as `YYYY-MM-DD hhmm`, which is a time. */
const GROUPINGS_ALONE: readonly (readonly number[])[] = [
  [4, 4, 4],
  [2, 2, 2, 2, 4],
];
/**
 * Codes of places of birth that are none. Those of states are 01 to 16 and 21 to 59; of countries, and of
 * places that nobody knows, the others. National Registration Department of Malaysia, "Kod Negeri" and
 * "Kod Negara".
 */
const NO_PLACES = new Set([0, 17, 18, 19, 20, 69, 70, 73, 80, 81, 94, 95, 96, 97]);
/** Before a number without separators: it counts orders, whose numbers often begin with a day. */
const ORDERS =
  /(?:(?<![A-Za-z])(?:DO|GRN|INV|ORD|PO|QUO|SO|TRX|TXN)[-_#]?|\b(?:order|invoice|invois|pesanan)(?: (?:no\.?|number))?[-_#: ]{1,2})$/i;
const LONGEST_WORD = 20;

/**
 * The number of an identity card (MyKad, MyKid) that begins with a group: day of birth, place of birth, four
 * more digits. National Registration Regulations 1990 (Malaysia).
 *
 * @returns The last of its groups.
 */
export function identityCardAt(run: DigitRun, first: number): number | undefined {
  if (run.lengthOf(first) === 1) return undefined;
  const isGrouped = (lengths: readonly number[]): boolean =>
    lengths.every((length, at) => run.lengthOf(first + at) === length);
  const grouping =
    GROUPINGS.find(isGrouped) ??
    (first === 0
      ? GROUPINGS_ALONE.find((all) => all.length === run.groups && isGrouped(all))
      : undefined);
  if (grouping === undefined) return undefined;
  const last = first + grouping.length - 1;
  if (!isIdentity(run.joined(first, last)) || run.isPartOfNumber(first)) return undefined;
  const isOrder = first === last && ORDERS.test(run.textBefore(first, LONGEST_WORD));
  return isOrder ? undefined : last;
}

function isIdentity(digits: string): boolean {
  const [year, month, day, place] = (digits.match(/\d\d/g) ?? []).map(Number);
  if (year === undefined || month === undefined || day === undefined) return false;
  // Days of a year and of the same year a hundred years before are the same, but for 1900.
  const date = new Date(Date.UTC(2000 + year, month - 1, day));
  return (
    date.getUTCMonth() === month - 1 && date.getUTCDate() === day && !NO_PLACES.has(place ?? 0)
  );
}
