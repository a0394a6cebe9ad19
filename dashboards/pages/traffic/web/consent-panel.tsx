import { useSignal } from '@preact/signals';
import type { ConsentReport } from '../consent-contract.ts';
import { isRunning } from '../../../frame/web/dates.ts';
import { formatCount } from '../../../frame/web/numbers.ts';
import { TabbedPanel } from '../../../drawings/tabbed-panel.tsx';
import { texts } from './texts.ts';
import { ChoicesTable } from './choices-table.tsx';
import { DaysTable } from './days-table.tsx';

type Tab = 'choices' | 'days';

interface ConsentPanelProps {
  /** Null while it is not known. */
  readonly report: ConsentReport | null;
  /** Whether the page shows a part of the traffic, of which this is none. */
  readonly isFiltered: boolean;
}

/** How visitors decided about consent, in all and day by day. */
export function ConsentPanel({ report, isFiltered }: ConsentPanelProps) {
  const words = texts.value;
  const { title, choicesTab, daysTab } = words.consent;
  const chosen = useSignal<Tab>('choices');
  const notes = [
    ...(report === null ? [] : notesOn(report)),
    ...(isFiltered ? [`${words.notFiltered}.`] : []),
  ];
  return (
    <TabbedPanel
      id="consent"
      title={title}
      tabs={[
        { id: 'choices', label: choicesTab },
        { id: 'days', label: daysTab },
      ]}
      selected={chosen.value}
      onSelect={(id) => (chosen.value = id)}
    >
      {report === null ? (
        <p class="panel-empty">{words.consent.unknown}</p>
      ) : (
        <Decisions report={report} tab={chosen.value} />
      )}
      {notes.length > 0 && <p class="panel-notes">{notes.join(' ')}</p>}
    </TabbedPanel>
  );
}

interface DecisionsProps {
  readonly report: ConsentReport;
  readonly tab: Tab;
}

function Decisions({ report, tab }: DecisionsProps) {
  const { consent: words } = texts.value;
  const { decisions, range } = report;
  if (decisions === 0) {
    const isOfToday = isLater(report) && range.from === range.to;
    return <p class="panel-empty">{isOfToday ? words.runningDay : words.none}</p>;
  }
  return tab === 'days' ? <DaysTable report={report} /> : <ChoicesTable report={report} />;
}

/** Whether a day of the report is still to come. */
function isLater({ smallCells, range, generatedAt }: ConsentReport): boolean {
  return smallCells > 1 && isRunning(range, generatedAt);
}

/** What the rows do not say. */
function notesOn(report: ConsentReport): string[] {
  const { consent: words, locale } = texts.value;
  const { decisions, added, smallCells, range } = report;
  const limit = formatCount(smallCells, locale);
  return [
    ...(decisions > 0 ? [words.decisions(decisions, formatCount(decisions, locale))] : []),
    ...(added > 0 ? [words.added(added, formatCount(added, locale))] : []),
    ...(smallCells > 1 && decisions + added > 0 ? [words.rounded(limit)] : []),
    ...(isLater(report) && range.from < range.to ? [words.runningDay] : []),
  ];
}
