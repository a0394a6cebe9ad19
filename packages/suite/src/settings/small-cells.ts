import { DEFAULT_SMALL_CELLS } from '@emas/options';

/**
 * The fewest people that a figure may be about, where nothing says so. A demo has one visitor, who looks for
 * himself; where patients are counted, five hide each other.
 */
export function defaultSmallCells(isDevelopment: boolean): number {
  return isDevelopment ? 1 : DEFAULT_SMALL_CELLS;
}
