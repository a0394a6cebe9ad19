import type { ClickHouseClient } from '@clickhouse/client';
import { addDays } from '@emas/calendar';
import type { AnyDimension } from '../dimensions.ts';
import { withValues } from './cells.ts';
import type { CellChoice } from './cells.ts';
import { addSums, wholeSums } from './figures.ts';
import type { Sums } from './figures.ts';
import type { CheckedQuestion } from './question.ts';

/** The cells that answer a question, by one dimension more or by none. */
export type ChooseCells = (question: CheckedQuestion, by?: AnyDimension) => CellChoice;

/** Sums over all days of a question; of the last one up to an hour, where it says one. */
export async function totalsOf(
  client: ClickHouseClient,
  choose: ChooseCells,
  question: CheckedQuestion,
): Promise<Sums> {
  const { untilHour, from, to } = question;
  if (untilHour === undefined) return wholeSums(client, choose(question));
  const last = await sumsUntil(client, choose, { ...question, from: to }, untilHour);
  if (from === to) return last;
  const before = choose({ ...question, to: addDays(to, -1) });
  return addSums(await wholeSums(client, before), last);
}

/**
 * Visitors of several hours are not their sum. Without a filter they are counted in the hour in which they
 * came first; with one, that is not kept, and a visitor of two hours counts twice.
 */
async function sumsUntil(
  client: ClickHouseClient,
  choose: ChooseCells,
  question: CheckedQuestion,
  hour: number,
): Promise<Sums> {
  const hours = Array.from({ length: hour }, (_, index) => String(index).padStart(2, '0'));
  const cells = choose(question, 'hour');
  const sums = await wholeSums(client, withValues(cells, 'hour', hours));
  if (question.filters.length > 0) return sums;
  const first = withValues(
    { ...cells, groupings: [{ names: ['first_hour'] }] },
    'first_hour',
    hours,
  );
  return { ...sums, visitors: (await wholeSums(client, first)).visitors };
}
