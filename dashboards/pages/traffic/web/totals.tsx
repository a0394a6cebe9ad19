import type { TrafficReport } from '../contract.ts';
import { compare, describeChange } from '../../../drawings/change.ts';
import { formatDays } from '../../../frame/web/dates.ts';
import type { Metric } from './metrics.ts';
import { METRICS } from '../metrics.ts';
import { formatMetric, metricKind, metricName, metricOf, withMetric } from './metrics.ts';
import { COMPACT_TOTALS_FROM, formatCompact } from '../../../frame/web/numbers.ts';
import { go, view } from '../../../frame/web/navigation.ts';
import { texts } from './texts.ts';
import { ChangeLine, FigureValue } from '../../../drawings/figure-tile.tsx';

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
  const chosen = metricOf(view.value) === metric;
  return (
    <button
      type="button"
      class="total"
      aria-pressed={chosen}
      title={chosen ? words.metricOnChart : words.metricChoose}
      onClick={() => go(withMetric(view.value, metric), 'replace')}
    >
      <span class="total-label">{metricName(metric, report.range, words)}</span>
      <Value metric={metric} value={report.totals[metric]} />
      <Difference metric={metric} report={report} />
    </button>
  );
}

function Value({ metric, value }: { readonly metric: Metric; readonly value: number | null }) {
  const words = texts.value;
  const full = formatMetric(metric, value, words);
  if (value === null) {
    return (
      <span class="total-value">
        <span aria-hidden="true">{full}</span>
        <span class="visually-hidden">{words.noValue}</span>
      </span>
    );
  }
  const isCount = metricKind(metric) === 'count';
  const shown = isCount ? formatCompact(value, words.locale, COMPACT_TOTALS_FROM) : full;
  return <FigureValue shown={shown} full={full} />;
}

function Difference({
  metric,
  report,
}: {
  readonly metric: Metric;
  readonly report: TrafficReport;
}) {
  const words = texts.value;
  const before = report.previousTotals[metric];
  const change = compare(metricKind(metric), report.totals[metric], before);
  const { from, to } = report.previousRange;
  const range = formatDays(from, to, words.locale);
  const value = formatMetric(metric, before, words);
  return (
    <ChangeLine
      change={change}
      words={describeChange(metricKind(metric), change, words)}
      hint={words.before(value, range)}
      than={words.thanBefore(value, range)}
    />
  );
}
