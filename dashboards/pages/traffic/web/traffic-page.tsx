import { nameIn } from '../../../drawings/name-in.ts';
import type { FilterNames } from '../../../frame/web/filter-chips.tsx';
import type { TrafficReport } from '../contract.ts';
import { consent, report } from './figures.ts';
import { ChartCard } from './chart-card.tsx';
import { ConsentPanel } from './consent-panel.tsx';
import { DetailsDialog } from './details-dialog.tsx';
import { BreakdownPanel } from './breakdown-panel.tsx';
import { LeftOutPanel } from './left-out-panel.tsx';
import { PANELS } from './panel-list.ts';
import { facts } from './facts.ts';
import { PageFrame } from '../../../frame/web/page-frame.tsx';
import { EmptyCard, failureTexts } from './empty-cards.tsx';
import { valueName } from './names.ts';
import { Realtime } from './realtime.tsx';
import { texts } from './texts.ts';
import { Skeleton } from '../../../frame/web/skeleton.tsx';

const OUTLINE = ['sources', 'pages', 'countries', 'devices'];

const FILTER_NAMES: FilterNames = {
  dimension: (dimension) => nameIn(texts.value.dimensions, dimension),
  value: (dimension, value) => valueName(dimension, value, texts.value),
};

/** Who came, from where, to what. */
export function TrafficPage() {
  const shown = report.value;
  return (
    <PageFrame
      beside={<Realtime />}
      names={FILTER_NAMES}
      failures={failureTexts()}
      zones="site"
      figures={shown === null ? null : <Report report={shown} />}
      skeleton={
        <Skeleton panels={[...OUTLINE, ...(facts.hasConsent ? ['consent'] : []), 'left-out']} />
      }
    >
      <DetailsDialog />
    </PageFrame>
  );
}

function Report({ report: shown }: { readonly report: TrafficReport }) {
  const isEmpty = shown.totals.views === 0;
  return (
    <>
      {isEmpty ? <EmptyCard report={shown} /> : <ChartCard report={shown} />}
      <div class="panels">
        {!isEmpty &&
          PANELS.map((panel) => <BreakdownPanel key={panel.id} panel={panel} report={shown} />)}
        <Decisions report={shown} />
        <LeftOutPanel report={shown} />
      </div>
    </>
  );
}

/** Decisions are kept without what led to them: filters change nothing about them, nor do few visits. */
function Decisions({ report: shown }: { readonly report: TrafficReport }) {
  if (!facts.hasConsent) return null;
  return <ConsentPanel report={consent.value} isFiltered={shown.filters.length > 0} />;
}
