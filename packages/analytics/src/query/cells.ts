import { EmasError } from '@emas/errors';
import { inOrder } from '../dimensions.ts';
import type { AnyDimension } from '../dimensions.ts';
import { areKept, filteredBy } from './question.ts';
import type { CheckedQuestion } from './question.ts';

/** Which cells answer, as the parameters of the query files. */
export interface CellChoice {
  readonly app: string;
  readonly from: string;
  readonly to: string;
  readonly dimension1: string;
  readonly dimension2: string;
  readonly dimension3: string;
  readonly values1: readonly string[];
  readonly values2: readonly string[];
  readonly values3: readonly string[];
  /** Which value is asked for, 1 to 3. */
  readonly place: number;
  /** A page's visits are those that saw it; those that began there are told apart from them. */
  readonly byPage: boolean;
}

/**
 * The cells of a question's days with the dimensions of its filters and one more.
 *
 * @param by What the answer is broken down by; `undefined` for sums.
 * @throws EmasError `ERR_EMAS_TRAFFIC_NOT_KEPT` where figures of these together are not kept.
 */
export function chooseCells(
  app: string,
  question: CheckedQuestion,
  by: AnyDimension | undefined,
  combine: readonly (readonly string[])[],
): CellChoice {
  const { from, to, filters } = question;
  const filtered = filteredBy(filters);
  const names = inOrder(by === undefined ? filtered : [...filtered, by]);
  if (!areKept(names, combine)) throw notKept(names);
  const [dimension1 = '', dimension2 = '', dimension3 = ''] = names;
  const valuesOf = (name: string): string[] =>
    filters.filter(({ dimension }) => dimension === name).map(({ value }) => value);
  return {
    app,
    from,
    to,
    dimension1,
    dimension2,
    dimension3,
    values1: valuesOf(dimension1),
    values2: valuesOf(dimension2),
    values3: valuesOf(dimension3),
    place: by === undefined ? 1 : names.indexOf(by) + 1,
    byPage: names.includes('page'),
  };
}

function notKept(names: readonly string[]): EmasError {
  return new EmasError(
    'ERR_EMAS_TRAFFIC_NOT_KEPT',
    `Figures of ${names.join(' and ')} together are not kept.`,
    {
      help:
        names.length > 2
          ? 'Take a filter away, or name the three in the option "combine": from then on they are kept.'
          : 'Only pairs that belong together are kept: see the README of @emas/analytics.',
    },
  );
}
