import { EmasError } from '@emas/errors';
import { inOrder } from '../dimensions.ts';
import type { AnyDimension } from '../dimensions.ts';
import { areKept, filteredBy } from './question.ts';
import type { CheckedQuestion } from './question.ts';

/** Which cells answer. */
export interface CellChoice {
  readonly app: string;
  readonly from: string;
  readonly to: string;
  /** Each once. */
  readonly groupings: readonly AskedGrouping[];
  /** Dimensions of which some values count alone: three at most, as a grouping has. */
  readonly filters: readonly CellFilter[];
}

/** Dimensions of which together there are cells, in their order there, and the one that is broken down by. */
interface AskedGrouping {
  readonly names: readonly string[];
  readonly by?: string | undefined;
}

interface CellFilter {
  readonly dimension: string;
  readonly values: readonly string[];
}

/** The parameters of the query files that read cells. */
export function cellParameters({ app, from, to, groupings, filters }: CellChoice): object {
  const namesOf = ({ names }: AskedGrouping): string[] => [0, 1, 2].map((at) => names[at] ?? '');
  const numbered = [0, 1, 2].flatMap((at) => {
    const { dimension, values } = filters[at] ?? { dimension: '', values: [] };
    return [
      [`dimensions${at + 1}`, [...new Set(groupings.map((one) => namesOf(one)[at]))]],
      [`filter${at + 1}`, dimension],
      [`values${at + 1}`, values],
    ];
  });
  return {
    app,
    from,
    to,
    ...Object.fromEntries(numbered),
    groupings: groupings.map((one) => namesOf(one).join(' ')),
    places: groupings.map(({ names, by }) => (by === undefined ? 1 : names.indexOf(by) + 1)),
  };
}

/** The cells of a choice that have one of these values. */
export function withValues(
  cells: CellChoice,
  dimension: string,
  values: readonly string[],
): CellChoice {
  return { ...cells, filters: [...cells.filters, { dimension, values }] };
}

/**
 * The cells of a question's days with the dimensions of its filters and one more.
 *
 * @param by What the answer is broken down by, of which no two may need the same cells; `undefined` for sums.
 * @throws EmasError `ERR_EMAS_TRAFFIC_NOT_KEPT` where figures of these together are not kept.
 */
export function chooseCells(
  app: string,
  question: CheckedQuestion,
  by: readonly (AnyDimension | undefined)[],
  combine: readonly (readonly string[])[],
): CellChoice {
  const { from, to, filters } = question;
  const filtered = filteredBy(filters);
  const valuesOf = (name: string): string[] =>
    filters.filter(({ dimension }) => dimension === name).map(({ value }) => value);
  return {
    app,
    from,
    to,
    groupings: by.map((one) => ({ names: groupingFor(filtered, one, combine), by: one })),
    filters: filtered.map((dimension) => ({ dimension, values: valuesOf(dimension) })),
  };
}

function groupingFor(
  filtered: readonly AnyDimension[],
  by: AnyDimension | undefined,
  combine: readonly (readonly string[])[],
): readonly string[] {
  const names = inOrder(by === undefined ? filtered : [...filtered, by]);
  if (areKept(names, combine)) return names;
  throw new EmasError(
    'ERR_EMAS_TRAFFIC_NOT_KEPT',
    `Figures of ${names.join(' and ')} together are not kept.`,
    {
      help:
        names.length > 2
          ? 'Remove a filter, or add the three to the option "combine": from then on they are kept.'
          : 'Only pairs that belong together are kept: see the README of @emas/analytics.',
    },
  );
}

/**
 * What can be asked at once: under filters of two dimensions, breakdowns by either need the same cells.
 *
 * @returns Lists of dimensions, none of which needs the cells of another in its list.
 */
export function askedTogether(
  filtered: readonly AnyDimension[],
  dimensions: readonly AnyDimension[],
): AnyDimension[][] {
  const isFiltered = (name: AnyDimension): boolean => filtered.includes(name);
  const [first, ...others] = dimensions.filter(isFiltered);
  const rest = dimensions.filter((name) => !isFiltered(name));
  const lists = [first === undefined ? rest : [first, ...rest], ...others.map((name) => [name])];
  return lists.filter((list) => list.length > 0);
}
