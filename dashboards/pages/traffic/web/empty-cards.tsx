import { formatDays } from '../../../frame/web/dates.ts';
import { formatCount } from '../../../frame/web/numbers.ts';
import { LongerOrUnfiltered, StateCard } from '../../../frame/web/states.tsx';
import type { FailureTexts } from '../../../frame/web/states.tsx';
import type { TrafficReport } from '../contract.ts';
import { facts } from './facts.ts';
import { texts } from './texts.ts';

/** The period has no visits, or none that match. */
export function EmptyCard({ report: shown }: { readonly report: TrafficReport }) {
  const words = texts.value;
  const { from, to } = shown.range;
  const isFiltered = shown.filters.length > 0;
  return (
    <StateCard
      title={isFiltered ? words.emptyFilteredTitle : words.emptyTitle}
      note={formatDays(from, to, words.locale)}
    >
      <p>{isFiltered ? words.emptyFilteredText : words.emptyText}</p>
      <LongerOrUnfiltered isFiltered={isFiltered} />
    </StateCard>
  );
}

/** There are visits, but so few that they could point to a person. */
export function SuppressedCard({ report: shown }: { readonly report: TrafficReport }) {
  const words = texts.value;
  const { from, to } = shown.range;
  return (
    <StateCard title={words.suppressedTitle} note={formatDays(from, to, words.locale)}>
      <p>{words.suppressedText(formatCount(shown.smallCells, words.locale))}</p>
      <LongerOrUnfiltered isFiltered={shown.filters.length > 0} />
    </StateCard>
  );
}

/** What the page says about failures. */
export function failureTexts(): FailureTexts {
  const words = texts.value;
  return {
    unavailable: words.unavailableText,
    tooFew: {
      title: words.suppressedTitle,
      text: words.suppressedText(formatCount(facts.smallCells, words.locale)),
    },
  };
}
