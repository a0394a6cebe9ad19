import type { TrafficReport } from '../../server/traffic-report.ts';
import { compare, describeChange } from '../format/change.ts';
import { formatDays } from '../format/dates.ts';
import type { Metric } from '../format/metrics.ts';
import { METRICS, formatMetric, metricKind } from '../format/metrics.ts';
import { COMPACT_TOTALS_FROM, formatCompact, formatCount } from '../format/numbers.ts';
import { go, texts, view } from '../state/navigation.ts';

const ARROWS = { up: '▲', down: '▼', same: '', new: '', none: '' };

/** The six figures; pressing one puts it on the chart. */
export function Totals({ report }: { readonly report: TrafficReport }) {
  return (
    <ul class="totals">
      {METRICS.map((metric) => (
        <li key={metric}>
          <Total metric={metric} report={report} />
        </li>
      ))}
    </ul>
  );
}

function Total({ metric, report }: { readonly metric: Metric; readonly report: TrafficReport }) {
  const words = texts.value;
  const chosen = view.value.metric === metric;
  return (
    <button
      type="button"
      class="total"
      aria-pressed={chosen}
      title={chosen ? words.metricOnChart : words.metricChoose}
      onClick={() => go({ ...view.value, metric }, 'replace')}
    >
      <span class="total-label">{words.metrics[metric]}</span>
      <Value metric={metric} value={report.totals[metric]} />
      <ChangeLine metric={metric} report={report} />
    </button>
  );
}

function Value({ metric, value }: { readonly metric: Metric; readonly value: number | null }) {
  const words = texts.value;
  const full = formatMetric(metric, value, words);
  const shown =
    metricKind(metric) === 'count' && value !== null
      ? formatCompact(value, words.locale, COMPACT_TOTALS_FROM)
      : full;
  if (value === null) {
    return (
      <span class="total-value">
        <span aria-hidden="true">{full}</span>
        <span class="visually-hidden">{words.noValue}</span>
      </span>
    );
  }
  if (shown === full) return <span class="total-value">{full}</span>;
  return (
    <span class="total-value" title={formatCount(value, words.locale)}>
      <span aria-hidden="true">{shown}</span>
      <span class="visually-hidden">{full}</span>
    </span>
  );
}

function ChangeLine({
  metric,
  report,
}: {
  readonly metric: Metric;
  readonly report: TrafficReport;
}) {
  const words = texts.value;
  const before = report.previousTotals[metric];
  const change = compare(metric, report.totals[metric], before);
  const { from, to } = report.previousRange;
  const range = formatDays(from, to, words.locale);
  if (change.direction === 'none') return <span class="change" />;
  const value = formatMetric(metric, before, words);
  const isStep = change.direction === 'up' || change.direction === 'down';
  // "None before" tells no growth from a count that only began: no praise for it.
  const tone = !isStep || change.welcome === null ? '' : change.welcome ? ' is-good' : ' is-bad';
  return (
    <span class={`change${tone}`} title={words.before(value, range)}>
      <span aria-hidden="true">{ARROWS[change.direction]}</span>{' '}
      {describeChange(metric, change, words)}
      {isStep && <span class="visually-hidden"> {words.thanBefore(value, range)}</span>}
    </span>
  );
}
