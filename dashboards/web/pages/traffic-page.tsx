import type { TrafficReport } from '../../server/traffic-report.ts';
import { announcement, failure, loading, report } from '../api/traffic.ts';
import { ChartCard } from '../charts/chart-card.tsx';
import { DetailsDialog } from '../panels/details-dialog.tsx';
import { BreakdownPanel } from '../panels/breakdown-panel.tsx';
import { LeftOutPanel } from '../panels/left-out-panel.tsx';
import { PANELS } from '../panels/panel-list.ts';
import { texts } from '../state/navigation.ts';
import { FIGURES_ID } from './focus.ts';
import { Header } from './header.tsx';
import { EmptyCard, FailureCard, FailureNotice, SuppressedCard } from './states.tsx';
import { Skeleton } from './skeleton.tsx';

/** The whole page: one report, shown in whichever state it is in. */
export function TrafficPage() {
  return (
    <>
      <a class="skip" href={`#${FIGURES_ID}`}>
        {texts.value.skip}
      </a>
      <div class="progress" hidden={!loading.value || report.value === null} />
      <div class="page">
        <Header />
        <FailureNotice />
        <main id={FIGURES_ID} tabIndex={-1} aria-busy={loading.value}>
          <Content />
        </main>
      </div>
      <DetailsDialog />
      <p class="visually-hidden" role="status">
        {announcement.value}
      </p>
    </>
  );
}

function Content() {
  const shown = report.value;
  if (shown !== null) return <Report report={shown} />;
  if (failure.value !== null) return <FailureCard failure={failure.value} />;
  return <Skeleton />;
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
