import type { TrafficReport } from '../../server/traffic-report.ts';
import { report } from '../api/traffic.ts';
import { ChartCard } from '../charts/chart-card.tsx';
import { DetailsDialog } from '../panels/details-dialog.tsx';
import { BreakdownPanel } from '../panels/breakdown-panel.tsx';
import { LeftOutPanel } from '../panels/left-out-panel.tsx';
import { PANELS } from '../panels/panel-list.ts';
import { PageFrame } from './page-frame.tsx';
import { EmptyCard, SuppressedCard } from './states.tsx';
import { Skeleton } from './skeleton.tsx';

/** Who came, from where, to what. */
export function TrafficPage() {
  const shown = report.value;
  return (
    <PageFrame
      figures={shown === null ? null : <Report report={shown} />}
      skeleton={<Skeleton panels={['sources', 'pages', 'countries', 'devices', 'left-out']} />}
    >
      <DetailsDialog />
    </PageFrame>
  );
}

function Report({ report: shown }: { readonly report: TrafficReport }) {
  if (shown.suppressed) {
    return (
      <>
        <SuppressedCard report={shown} />
        <div class="panels">
          <LeftOutPanel report={shown} />
        </div>
      </>
    );
  }
  const isEmpty = shown.totals.views === 0;
  return (
    <>
      {isEmpty ? <EmptyCard report={shown} /> : <ChartCard report={shown} />}
      <div class="panels">
        {!isEmpty &&
          PANELS.map((panel) => <BreakdownPanel key={panel.id} panel={panel} report={shown} />)}
        <LeftOutPanel report={shown} />
      </div>
    </>
  );
}
