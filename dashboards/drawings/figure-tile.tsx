import type { Change } from './change.ts';

const ARROWS = { up: '▲', down: '▼', same: '', new: '', none: '' };

interface FigureValueProps {
  /** As there is room for, `1.2M`. */
  readonly shown: string;
  /** In full; the two differ only where the shown one is shortened. */
  readonly full: string;
}

/** A large figure that may be shortened without keeping the rest from anyone. */
export function FigureValue({ shown, full }: FigureValueProps) {
  if (shown === full) return <span class="total-value">{full}</span>;
  return (
    <span class="total-value" title={full}>
      <span aria-hidden="true">{shown}</span>
      <span class="visually-hidden">{full}</span>
    </span>
  );
}

interface ChangeLineProps {
  readonly change: Change;
  readonly words: string;
  /** What it is compared with, on pointing at it. */
  readonly hint: string;
  /** The same for screen readers, as the rest of the sentence. */
  readonly than: string;
}

/** How a figure stands against the one before; never told by colour alone. */
export function ChangeLine({ change, words, hint, than }: ChangeLineProps) {
  if (change.direction === 'none') return <span class="change" />;
  const isStep = change.direction === 'up' || change.direction === 'down';
  // "None before" tells no growth from a count that only began: no praise for it.
  const tone = !isStep || change.welcome === null ? '' : change.welcome ? ' is-good' : ' is-bad';
  return (
    <span class={`change${tone}`} title={hint}>
      <span aria-hidden="true">{ARROWS[change.direction]}</span> {words}
      {isStep && <span class="visually-hidden"> {than}</span>}
    </span>
  );
}
