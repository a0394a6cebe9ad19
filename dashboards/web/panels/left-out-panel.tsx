import { useSignal } from '@preact/signals';
import type { NamedCount, TrafficReport } from '../../server/traffic-report.ts';
import { reasonName } from '../format/names.ts';
import { COMPACT_ROWS_FROM, formatCompact, formatCount } from '../format/numbers.ts';
import { texts } from '../state/navigation.ts';
import { BarTable } from './bar-table.tsx';
import { TabList, tabId, tabPanelId } from './tab-list.tsx';

/** What came but was not counted: the answer to "why are these figures lower than the log's?". */
export function LeftOutPanel({ report }: { readonly report: TrafficReport }) {
  const words = texts.value;
  const chosen = useSignal<'leftOut' | 'bots'>('leftOut');
  const isBots = chosen.value === 'bots';
  const rows = isBots
    ? report.bots
    : report.leftOut.map(({ name, count }) => ({ name: reasonName(name, words), count }));
  return (
    <section class="card panel is-left-out" aria-label={words.panels.leftOut}>
      <h2 class="visually-hidden">{words.panels.leftOut}</h2>
      <TabList
        id="left-out"
        label={words.panels.leftOut}
        tabs={[
          { id: 'leftOut', label: words.panels.leftOut },
          { id: 'bots', label: words.tabs.bots },
        ]}
        selected={chosen.value}
        onSelect={(id) => (chosen.value = id === 'bots' ? 'bots' : 'leftOut')}
      />
      <div
        class="panel-body"
        role="tabpanel"
        id={tabPanelId('left-out')}
        aria-labelledby={tabId('left-out', chosen.value)}
      >
        {rows.length === 0 ? (
          <p class="panel-empty">{isBots ? words.noBots : words.noLeftOut}</p>
        ) : (
          <CountTable key={chosen.value} rows={rows} isBots={isBots} />
        )}
        {report.filters.length > 0 && <p class="panel-note">{words.notFiltered}</p>}
      </div>
    </section>
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
        name: (
          <span class="name" title={name}>
            {name}
          </span>
        ),
        cells: [
          {
            shown: formatCompact(count, words.locale, COMPACT_ROWS_FROM),
            full: formatCount(count, words.locale),
          },
        ],
      }))}
    />
  );
}
