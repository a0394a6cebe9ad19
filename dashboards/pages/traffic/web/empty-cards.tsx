import { formatDays } from '../../../frame/web/dates.ts';
import { formatCount } from '../../../frame/web/numbers.ts';
import { LongerOrUnfiltered, StateCard } from '../../../frame/web/states.tsx';
import type { FailureTexts } from '../../../frame/web/states.tsx';
import type { TrafficReport } from '../contract.ts';
import { texts } from './texts.ts';

/** The period has no visits, or none that match. */
export function EmptyCard({ report: shown }: { readonly report: TrafficReport }) {
  const words = texts.value;
  const { from, to } = shown.range;
  const isFiltered = shown.filters.length > 0;
  const limit = formatCount(shown.smallCells, words.locale);
  return (
    <StateCard
      title={isFiltered ? words.emptyFilteredTitle : words.emptyTitle}
      note={formatDays(from, to, words.locale)}
    >
      <p>{isFiltered ? words.emptyFilteredText : words.emptyText(shown.smallCells, limit)}</p>
      <LongerOrUnfiltered isFiltered={isFiltered} />
    </StateCard>
  );
}

/** What the page says about failures. */
export function failureTexts(): FailureTexts {
  const words = texts.value;
  return {
    unavailable: words.unavailableText,
    notKept: { title: words.notKeptTitle, text: words.notKeptText },
  };
}
