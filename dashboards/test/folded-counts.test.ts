import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { examples } from '../../test/runner/repetition.ts';
import { foldDays } from '../pages/traffic/server/fold-days.ts';
import { smallCounts } from '../pages/traffic/server/small-counts.ts';

const SMALL_CELLS = 5;
const few = (count: number): boolean => count > 0 && count < SMALL_CELLS;
const sum = (counts: readonly number[]): number => counts.reduce((all, count) => all + count, 0);

describe('counts', () => {
  it.each([
    ['enough of each', [12, 7, 5], []],
    ['nobody is no person', [12, 0, 5], []],
    ['one of too few takes the next smallest along', [12, 7, 2], [7, 2]],
    ['several that are enough together need no other', [12, 3, 4], [3, 4]],
  ])('%s: %j', (_, counts, folded) => {
    const isSmall = smallCounts(counts, SMALL_CELLS);
    expect(counts.filter((_count, index) => isSmall[index])).toEqual(folded);
  });

  it('are all told where nothing is to be hidden', () => {
    expect(smallCounts([1, 2, 3], 1)).toEqual([false, false, false]);
  });

  it('tell of no group that is too small, nor does what is left of the total', () => {
    const counts = fc.array(fc.nat(20), { maxLength: 6 }).filter((all) => !few(sum(all)));
    fc.assert(
      fc.property(counts, (all) => {
        const isSmall = smallCounts(all, SMALL_CELLS);
        const told = all.filter((_, index) => !isSmall[index]);
        expect(told.filter(few)).toEqual([]);
        expect(few(sum(all) - sum(told))).toBe(false);
      }),
      examples(1000),
    );
  });
});

describe('days', () => {
  const KINDS = 3;
  const dayOf = (counts: readonly number[], index: number) => ({ day: `day ${index}`, counts });

  it('with enough of each kind stand alone', () => {
    const days = [
      [5, 0, 9],
      [7, 8, 0],
    ].map(dayOf);
    expect(foldDays(days, SMALL_CELLS)).toEqual({ days, foldedDays: null });
  });

  it('with too few of a kind are folded, and the smallest of the others with them', () => {
    const days = [
      [9, 0, 0],
      [2, 9, 0],
      [6, 0, 0],
    ].map(dayOf);
    expect(foldDays(days, SMALL_CELLS)).toEqual({
      days: [days[0]],
      foldedDays: { days: 2, counts: [8, 9, 0] },
    });
  });

  it('tell of no group that is too small, nor does what is left of a kind’s total', () => {
    const counts = fc.array(fc.nat(12), { minLength: KINDS, maxLength: KINDS });
    const totals = (days: readonly { readonly counts: readonly number[] }[]): number[] =>
      Array.from({ length: KINDS }, (_, kind) => sum(days.map((day) => day.counts[kind] ?? 0)));
    const all = fc
      .array(counts, { maxLength: 8 })
      .map((days) => days.map(dayOf))
      .filter((days) => !totals(days).some(few));
    fc.assert(
      fc.property(all, (days) => {
        const { days: told, foldedDays } = foldDays(days, SMALL_CELLS);
        expect(told.flatMap((day) => day.counts.filter(few))).toEqual([]);
        expect((foldedDays?.counts ?? []).filter(few)).toEqual([]);
        const left = totals(days).map((total, kind) => total - (totals(told)[kind] ?? 0));
        expect(foldedDays?.counts ?? [0, 0, 0]).toEqual(left);
      }),
      examples(1000),
    );
  });
});
