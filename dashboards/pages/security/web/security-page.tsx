import { nameIn } from '../../../drawings/name-in.ts';
import { failureTexts } from './failure-texts.ts';
import type { FilterNames } from '../../../frame/web/filter-chips.tsx';
import { valueName } from './names.ts';
import type { SecurityReport } from '../contract.ts';
import { incidents, report } from './figures.ts';
import { formatDays } from '../../../frame/web/dates.ts';
import { formatCount } from '../../../frame/web/numbers.ts';
import { BlocksCard } from './blocks-card.tsx';
import { ChainCard } from './chain-card.tsx';
import { EventFiguresPanel } from './event-figures-panel.tsx';
import { EnteredPanel, FailurePanel } from './failure-panel.tsx';
import { FailuresCard } from './failures-card.tsx';
import { IncidentsCard } from './incidents-card.tsx';
import { LogCard } from './log-card.tsx';
import { texts } from './texts.ts';
import { PageFrame } from '../../../frame/web/page-frame.tsx';
import { Skeleton } from '../../../frame/web/skeleton.tsx';
import { LongerOrUnfiltered, StateCard } from '../../../frame/web/states.tsx';

const FILTER_NAMES: FilterNames = {
  dimension: (dimension) => nameIn(texts.value.security.dimensions, dimension),
  value: (dimension, value) => valueName(dimension, value, texts.value),
};

/** Who fails to sign in, what that amounts to, and what is done about it. */
export function SecurityPage() {
  const shown = report.value;
  return (
    <PageFrame
      names={FILTER_NAMES}
      failures={failureTexts()}
      figures={shown === null ? null : <Report report={shown} />}
      skeleton={<Skeleton panels={['incidents', 'chain', 'account', 'prefix']} />}
    />
  );
}

function Report({ report: shown }: { readonly report: SecurityReport }) {
  const found = incidents.value;
  const isEmpty = shown.totals.failures === 0;
  const hasSide = shown.blocks !== null || shown.hasLog;
  return (
    <>
      {isEmpty ? <NoFailures report={shown} /> : <FailuresCard report={shown} />}
      <div class={hasSide ? 'desk' : 'desk is-single'}>
        {found !== null && <IncidentsCard found={found} report={shown} />}
        {hasSide && (
          <div class="desk-side">
            {shown.blocks !== null && <BlocksCard blocks={shown.blocks} report={shown} />}
            {shown.hasLog && <ChainCard report={shown} />}
          </div>
        )}
      </div>
      <div class="panels">
        {!isEmpty && (
          <>
            <FailurePanel dimension="account" report={shown} />
            <FailurePanel dimension="prefix" report={shown} />
            <FailurePanel dimension="reason" report={shown} />
            <FailurePanel dimension="country" report={shown} />
            <FailurePanel dimension="client" report={shown} />
          </>
        )}
        <EnteredPanel report={shown} />
        <EventFiguresPanel report={shown} />
      </div>
      <LogCard report={shown} />
    </>
  );
}

/** Nothing failed: good news, unless filters hide it. */
function NoFailures({ report: shown }: { readonly report: SecurityReport }) {
  const words = texts.value;
  const { emptyTitle, emptyText, emptyFilteredTitle, emptyFilteredText } = words.security;
  const { from, to } = shown.range;
  const isFiltered = shown.filters.length > 0;
  return (
    <StateCard
      title={isFiltered ? emptyFilteredTitle : emptyTitle}
      note={formatDays(from, to, words.locale)}
      isGood={!isFiltered}
    >
      <p>
        {isFiltered
          ? emptyFilteredText
          : emptyText(formatCount(shown.totals.successes, words.locale))}
      </p>
      <LongerOrUnfiltered isFiltered={isFiltered} />
    </StateCard>
  );
}
