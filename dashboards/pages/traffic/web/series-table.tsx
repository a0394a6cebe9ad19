import type { TrafficReport } from '../contract.ts';
import { download } from '../../../drawings/download.ts';
import { seriesCsv } from './traffic-csv.ts';
import { formatDays, formatPoint } from '../../../frame/web/dates.ts';
import type { Metric } from './metrics.ts';
import { formatMetric, metricName } from './metrics.ts';
import { texts } from './texts.ts';
import type { SeriesData } from './series-data.ts';

interface SeriesTableProps {
  readonly report: TrafficReport;
  readonly data: SeriesData;
  readonly metric: Metric;
}

/** The chart's figures in rows, newest first: that is what a reader looks for. */
export function SeriesTable({ report, data, metric }: SeriesTableProps) {
  const words = texts.value;
  const { interval, from, to } = report.range;
  const caption = words.chartSummary(
    metricName(metric, report.range, words),
    formatDays(from, to, words.locale),
  );
  const newestFirst = data.starts.map((start, index) => ({ start, index })).toReversed();
  return (
    <>
      {/* Focusable, so that the arrow keys scroll it. */}
      <div class="series-table" role="region" aria-label={caption} tabIndex={0}>
        <table class="figures">
          <caption class="visually-hidden">{caption}</caption>
          <thead>
            <tr>
              <th scope="col">{words.time}</th>
              <th scope="col">{words.chartThisPeriod}</th>
              <th scope="col">{words.chartPreviousPeriod}</th>
            </tr>
          </thead>
          <tbody>
            {newestFirst.map(({ start, index }) => (
              <tr key={index}>
                <th scope="row">
                  {formatPoint(start, interval, words)}
                  {index === data.running && <span class="soft"> ({words.chartSoFar})</span>}
                </th>
                <td>{formatMetric(metric, data.values[index] ?? null, words)}</td>
                <td>{formatMetric(metric, data.previous[index] ?? null, words)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p class="panel-foot">
        <button type="button" class="quiet-button" onClick={() => downloadSeries(report)}>
          {words.downloadSeries}
        </button>
      </p>
    </>
  );
}

function downloadSeries({ app, range, series }: TrafficReport): void {
  download(`${app}-${range.from}-${range.to}.csv`, seriesCsv(series));
}
