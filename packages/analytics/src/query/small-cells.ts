import type { CheckedQuestion } from './question.ts';

/** Fewest visitors that a figure may be about, unless an app says otherwise. */
export const DEFAULT_SMALL_CELLS = 5;

/** The visitors of a question. */
export type CountVisitors = (question: CheckedQuestion) => Promise<number>;

/**
 * Whether filters leave so few visitors that an answer would be about persons: fewer than `smallCells`,
 * or all but fewer than that of a question with one filter less, whose difference would tell as much.
 * Nobody at all is no person.
 */
export async function isTooSmall(
  question: CheckedQuestion,
  smallCells: number,
  countVisitors: CountVisitors,
): Promise<boolean> {
  if (question.filters.length === 0 || smallCells <= 1) return false;
  const dimensions = [...new Set(question.filters.map(({ dimension }) => dimension))];
  const wider = dimensions.map((dimension) => ({
    ...question,
    filters: question.filters.filter((filter) => filter.dimension !== dimension),
  }));
  const visitors = await countVisitors(question);
  if (visitors > 0 && visitors < smallCells) return true;
  for (const larger of wider) {
    const others = (await countVisitors(larger)) - visitors;
    if (others > 0 && others < smallCells) return true;
  }
  return false;
}
