import { useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import type { TrafficReport } from '../contract.ts';
import { formatDays, formatPoint } from '../../../frame/web/dates.ts';
import type { Metric } from './metrics.ts';
import { formatMetric, metricName, metricOf } from './metrics.ts';
import { Totals } from './totals.tsx';
import { view } from '../../../frame/web/navigation.ts';
import { CountingHint } from './counting-hint.tsx';
import { texts } from './texts.ts';
import { metricDrawing } from './metric-drawing.ts';
import { PlotView } from '../../../drawings/plot-view.tsx';
import { extremes, seriesData } from './series-data.ts';
import type { SeriesData } from './series-data.ts';
import { SeriesTable } from './series-table.tsx';
import { Tooltip } from './tooltip.tsx';
import { TableButton } from '../../../drawings/table-button.tsx';

/** The six figures and, below them, one of them over time: as a chart or as a table. */
export function ChartCard({ report }: { readonly report: TrafficReport }) {
  const asTable = useSignal(false);
  const words = texts.value;
  const metric = metricOf(view.value);
  const { range, previousRange } = report;
  const data = useMemo(() => seriesData(report, metric), [report, metric]);
  const drawing = useMemo(
    () => metricDrawing(data, metric, range.interval, words),
    [data, metric, range, words],
  );
  return (
    <section class="card chart-card" aria-labelledby="totals-title">
      <h2 id="totals-title" class="visually-hidden">
        {words.totals}
      </h2>
      <Totals report={report} />
      <div class="chart-head">
        <h3 class="chart-title">
          {metricName(metric, range, words)}, {formatDays(range.from, range.to, words.locale)}{' '}
          <span class="soft">
            {words.comparedWith(formatDays(previousRange.from, previousRange.to, words.locale))}
          </span>
        </h3>
        <TableButton asTable={asTable} />
      </div>
      {asTable.value ? (
        <SeriesTable report={report} data={data} metric={metric} />
      ) : (
        <PlotView
          drawing={drawing}
          summary={summary(report, data, metric)}
          tooltip={(hover) => (
            <Tooltip hover={hover} data={data} metric={metric} interval={range.interval} />
          )}
        />
      )}
      <CountingHint smallCells={report.smallCells} />
    </section>
  );
}

/** What the drawing shows, for those who do not see it. */
function summary(report: TrafficReport, data: SeriesData, metric: Metric): string {
  const words = texts.value;
  const { from, to, interval } = report.range;
  const ends = extremes(data);
  const at = (index: number): [string, string] => [
    formatMetric(metric, data.values[index] ?? null, words),
    formatPoint(data.starts[index] ?? from, interval, words),
  ];
  return [
    words.chartSummary(metricName(metric, report.range, words), formatDays(from, to, words.locale)),
    words.chartTotal(formatMetric(metric, report.totals[metric], words)),
    ...(ends === null
      ? []
      : [words.chartHighest(...at(ends.highest)), words.chartLowest(...at(ends.lowest))]),
  ].join(' ');
}
