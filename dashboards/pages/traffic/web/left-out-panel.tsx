import { useSignal } from '@preact/signals';
import type { NamedCount, TrafficReport } from '../contract.ts';
import { reasonName } from './names.ts';
import { countText } from '../../../frame/web/numbers.ts';
import { texts } from './texts.ts';
import { BarTable } from '../../../drawings/bar-table.tsx';
import { RowName } from '../../../drawings/row-cells.tsx';
import { TabbedPanel } from '../../../drawings/tabbed-panel.tsx';

/** What came but was not counted: the answer to "why are these figures lower than the log's?". */
export function LeftOutPanel({ report }: { readonly report: TrafficReport }) {
  const words = texts.value;
  const chosen = useSignal<'leftOut' | 'bots'>('leftOut');
  const isBots = chosen.value === 'bots';
  const rows = isBots
    ? report.bots
    : report.leftOut.map(({ name, count }) => ({ name: reasonName(name, words), count }));
  return (
    <TabbedPanel
      id="left-out"
      title={words.panels.leftOut}
      tabs={[
        { id: 'leftOut', label: words.panels.leftOut },
        { id: 'bots', label: words.tabs.bots },
      ]}
      selected={chosen.value}
      onSelect={(id) => (chosen.value = id)}
    >
      {rows.length === 0 ? (
        <p class="panel-empty">{isBots ? words.noBots : words.noLeftOut}</p>
      ) : (
        <CountTable key={chosen.value} rows={rows} isBots={isBots} />
      )}
      {report.filters.length > 0 && <p class="panel-note">{words.notFiltered}</p>}
    </TabbedPanel>
  );
}

function CountTable({
  rows,
  isBots,
}: {
  readonly rows: readonly NamedCount[];
  readonly isBots: boolean;
}) {
  const words = texts.value;
  const sorted = rows.toSorted((left, right) => right.count - left.count);
  return (
    <BarTable
      caption={isBots ? words.tabs.bots : words.panels.leftOut}
      head={[isBots ? words.botColumn : words.reasonColumn, words.requestsColumn]}
      rows={sorted.map(({ name, count }) => ({
        key: name,
        figure: count,
        name: <RowName name={name} />,
        cells: [countText(count, words.locale)],
      }))}
    />
  );
}
