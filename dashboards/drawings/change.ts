import type { Texts } from '../frame/words/en.ts';
import { formatDecimal, formatPercent } from '../frame/web/numbers.ts';

/** How a figure is written and compared. */
export type FigureKind = 'count' | 'ratio' | 'share' | 'duration';

/** How a figure stands against the one of the period before. */
export interface Change {
  readonly direction: 'up' | 'down' | 'same' | 'new' | 'none';
  /** Relative, 0.1 = a tenth; for a share the difference itself, 0.02 = two percentage points. */
  readonly size: number;
  /** Whether the app's owner is likely to welcome it; visits that leave at once are no gain. */
  readonly welcome: boolean | null;
}

const NOTHING: Change = { direction: 'none', size: 0, welcome: null };
const SAME: Change = { direction: 'same', size: 0, welcome: null };

/**
 * Compares a figure with the one before.
 *
 * A share is compared by difference, not by ratio: "50% higher" for a rise from 2% to 3% misleads.
 */
export function compare(kind: FigureKind, now: number | null, before: number | null): Change {
  if (now === null || before === null) return NOTHING;
  const isShare = kind === 'share';
  if (before === 0 && !isShare) {
    return now === 0 ? SAME : { direction: 'new', size: 0, welcome: true };
  }
  return changeBy(isShare ? now - before : (now - before) / before, !isShare);
}

/**
 * Compares how often something happened with how often before.
 *
 * @param moreIsGood Whether a rise is welcome; null where it tells nothing.
 */
export function compareCounts(now: number, before: number, moreIsGood: boolean | null): Change {
  if (before > 0) return changeBy((now - before) / before, moreIsGood);
  return now === 0 ? SAME : { direction: 'new', size: 0, welcome: moreIsGood };
}

function changeBy(size: number, moreIsGood: boolean | null): Change {
  // Less than the last digit shown would read "▲ 0.0% more".
  if (Math.abs(size) < 0.0005) return SAME;
  const rises = size > 0;
  return {
    direction: rises ? 'up' : 'down',
    size: Math.abs(size),
    welcome: moreIsGood === null ? null : rises === moreIsGood,
  };
}

/** "12.4% more", "2.1 pts lower", "no change"; empty where there is nothing to compare. */
export function describeChange(kind: FigureKind, change: Change, texts: Texts): string {
  return changeWords(kind, change, texts);
}

/** The same for how often something happened. */
export function describeCountChange(change: Change, texts: Texts): string {
  return changeWords('count', change, texts);
}

function changeWords(kind: FigureKind, change: Change, texts: Texts): string {
  switch (change.direction) {
    case 'none':
      return '';
    case 'same':
      return texts.unchanged;
    case 'new':
      return texts.noneBefore;
    default:
      return stepWords(kind, change, texts);
  }
}

function stepWords(kind: FigureKind, { direction, size }: Change, texts: Texts): string {
  const rises = direction === 'up';
  const shown =
    kind === 'share'
      ? texts.points(formatDecimal(Math.round(size * 1000) / 10, texts.locale))
      : formatPercent(size, texts.locale);
  if (kind === 'count') return rises ? texts.more(shown) : texts.fewer(shown);
  if (kind === 'duration') return rises ? texts.longer(shown) : texts.shorter(shown);
  return rises ? texts.higher(shown) : texts.lower(shown);
}
