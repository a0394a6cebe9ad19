import { LAYERS } from './layers.ts';

/** The drawing's colours; canvas knows nothing of style sheets, so they are read from there. */
export interface Colours {
  readonly line: string;
  readonly area: string;
  readonly previous: string;
  readonly grid: string;
  readonly text: string;
  readonly card: string;
  /** Of layers that lie on each other, the first at the bottom. */
  readonly layers: readonly string[];
  /** Whether the reader's system allows so few colours that layers need patterns instead. */
  readonly isForced: boolean;
}

const QUERIES = [
  '(prefers-color-scheme: dark)',
  '(forced-colors: active)',
  '(prefers-contrast: more)',
];

export function readColours(): Colours {
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string): string => style.getPropertyValue(name).trim();
  return {
    line: colour('--chart-line'),
    area: colour('--chart-area'),
    previous: colour('--chart-previous'),
    grid: colour('--line'),
    text: colour('--soft'),
    card: colour('--card'),
    layers: Array.from({ length: LAYERS }, (_, index) => colour(`--layer-${index + 1}`)),
    isForced: matchMedia('(forced-colors: active)').matches,
  };
}

/** Calls back when the reader's system changes its colours. Returns the way to stop. */
export function watchColours(changed: () => void): () => void {
  const lists = QUERIES.map((query) => matchMedia(query));
  for (const list of lists) list.addEventListener('change', changed);
  return () => {
    for (const list of lists) list.removeEventListener('change', changed);
  };
}
