import type { Signal } from '@preact/signals';
import { texts } from '../frame/web/navigation.ts';
import { formatCount } from '../frame/web/numbers.ts';

interface ShowAllButtonProps {
  readonly showsAll: Signal<boolean>;
  /** How many rows there are. */
  readonly count: number;
  /** What they are, for those who do not see what the button stands under. */
  readonly of: string;
}

/** Shows all rows of a list, or the first few again. */
export function ShowAllButton({ showsAll, count, of }: ShowAllButtonProps) {
  const { showFewer, showAll, locale } = texts.value;
  return (
    <button
      type="button"
      class="quiet-button"
      aria-expanded={showsAll.value}
      onClick={() => (showsAll.value = !showsAll.value)}
    >
      {showsAll.value ? showFewer : showAll(formatCount(count, locale))}
      <span class="visually-hidden">: {of}</span>
    </button>
  );
}
