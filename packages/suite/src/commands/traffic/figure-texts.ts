/** How a figure is compared with the one before. */
type FigureKind = 'count' | 'share' | 'duration';

const MORE: Readonly<Record<FigureKind, readonly [up: string, down: string]>> = {
  count: ['more', 'fewer'],
  share: ['points higher', 'points lower'],
  duration: ['longer', 'shorter'],
};

/** Less than the last digit shown would read "0.0% more". */
const LEAST = 0.0005;

/**
 * `12.4% more`, `2.1 points lower`; empty where there is nothing to compare. A share is compared by difference:
 * "50% higher" for a rise from 2% to 3% misleads.
 */
export function changeText(kind: FigureKind, now: number | null, before: number | null): string {
  if (now === null || before === null) return '';
  if (before === 0 && kind !== 'share') return now === 0 ? 'no change' : 'none before';
  const size = kind === 'share' ? now - before : (now - before) / before;
  if (Math.abs(size) < LEAST) return 'no change';
  const shown = (Math.abs(size) * 100).toFixed(1);
  const [up, down] = MORE[kind];
  return `${shown}${kind === 'share' ? '' : '%'} ${size > 0 ? up : down}`;
}

/** `41.2%`; a dash where there was no visit. */
export function percentText(share: number | null): string {
  return share === null ? '-' : `${(share * 100).toFixed(1)}%`;
}

/** `45s`, `1m 32s`, `1h 2m`; a dash where there was no visit. */
export function durationText(duration: number | null): string {
  if (duration === null) return '-';
  const seconds = Math.round(duration);
  const minutes = Math.floor(seconds / 60);
  if (minutes === 0) return `${seconds}s`;
  if (minutes < 60) return `${minutes}m ${seconds % 60}s`;
  return `${Math.floor(minutes / 60)}h ${minutes % 60}m`;
}
