import { useSignal } from '@preact/signals';
import type { ConsentReport } from '../consent-contract.ts';
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
      <Decisions report={report} tab={chosen.value} />
      {isFiltered && <p class="panel-note">{words.notFiltered}</p>}
    </TabbedPanel>
  );
}

function Decisions({ report, tab }: { readonly report: ConsentReport | null; readonly tab: Tab }) {
  const { consent: words, locale } = texts.value;
  if (report === null) return <p class="panel-empty">{words.unknown}</p>;
  if (report.suppressed) {
    return <p class="panel-empty">{words.tooFew(formatCount(report.smallCells, locale))}</p>;
  }
  return (
    <>
      {report.decisions === 0 ? (
        <p class="panel-empty">{words.none}</p>
      ) : tab === 'days' ? (
        <DaysTable report={report} />
      ) : (
        <ChoicesTable report={report} />
      )}
      <Notes report={report} />
    </>
  );
}

/** What the rows do not say. */
function Notes({ report }: { readonly report: ConsentReport }) {
  const { consent: words, locale } = texts.value;
  const { decisions, added, groups, smallCells } = report;
  const isMerged = groups.some(({ choices }) => choices.length > 1);
  return (
    <div class="panel-notes">
      {decisions > 0 && (
        <p class="panel-note">{words.decisions(decisions, formatCount(decisions, locale))}</p>
      )}
      {isMerged && <p class="panel-note">{words.together(formatCount(smallCells, locale))}</p>}
      {added !== null && added > 0 && (
        <p class="panel-note">{words.added(added, formatCount(added, locale))}</p>
      )}
    </div>
  );
}
