import { useSignal } from '@preact/signals';
import type { NamedCount, TrafficReport } from '../../server/traffic-report.ts';
import { reasonName } from '../format/names.ts';
import { COMPACT_ROWS_FROM, formatCompact, formatCount } from '../format/numbers.ts';
import { texts } from '../state/navigation.ts';
import { Bar } from './bar.tsx';
import { barShares } from './columns.ts';
import { FigureCell } from './figure-cell.tsx';
import { TabList, tabId, tabPanelId } from './tab-list.tsx';

const ROWS_AT_FIRST = 8;

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
  const showsAll = useSignal(false);
  const sorted = rows.toSorted((left, right) => right.count - left.count);
  const bars = barShares(sorted.map(({ count }) => count));
  const shown = showsAll.value ? sorted : sorted.slice(0, ROWS_AT_FIRST);
  return (
    <>
      <table class="figures has-bars">
        <caption class="visually-hidden">{isBots ? words.tabs.bots : words.panels.leftOut}</caption>
        <thead>
          <tr>
            <th scope="col">{isBots ? words.botColumn : words.reasonColumn}</th>
            <th scope="col">{words.requestsColumn}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map(({ name, count }, index) => (
            <tr key={name}>
              <th scope="row">
                <Bar share={bars[index] ?? 0} />
                <span class="name" title={name}>
                  {name}
                </span>
              </th>
              <FigureCell
                shown={formatCompact(count, words.locale, COMPACT_ROWS_FROM)}
                full={formatCount(count, words.locale)}
              />
            </tr>
          ))}
        </tbody>
      </table>
      {sorted.length > ROWS_AT_FIRST && (
        <p class="panel-foot">
          <button
            type="button"
            class="quiet-button"
            aria-expanded={showsAll.value}
            onClick={() => (showsAll.value = !showsAll.value)}
          >
            {showsAll.value
              ? words.showFewer
              : words.showAll(formatCount(sorted.length, words.locale))}
          </button>
        </p>
      )}
    </>
  );
}
