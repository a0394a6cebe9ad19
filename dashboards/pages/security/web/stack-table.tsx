import type { SecurityReport } from '../contract.ts';
import type { StackData } from './stack-data.ts';
import { formatDays, formatPoint } from '../../../frame/web/dates.ts';
import { formatCount } from '../../../frame/web/numbers.ts';
import { failuresCsv } from './security-csv.ts';
import { CsvButton } from '../../../drawings/csv-button.tsx';
import { texts } from './texts.ts';
import { layerName } from './names.ts';

interface StackTableProps {
  readonly report: SecurityReport;
  readonly data: StackData;
}

/** The chart's figures in rows, newest first: that is what a reader looks for. */
export function StackTable({ report, data }: StackTableProps) {
  const words = texts.value;
  const { range } = report;
  const { chartTitle, allReasons } = words.security;
  const caption = words.chartSummary(chartTitle, formatDays(range.from, range.to, words.locale));
  const newestFirst = data.starts.map((start, index) => ({ start, index })).toReversed();
  const count = (value: number | undefined): string => formatCount(value ?? 0, words.locale);
  return (
    <>
      {/* Focusable, so that the arrow keys scroll it. */}
      <div class="series-table" role="region" aria-label={caption} tabIndex={0}>
        <table class="figures is-wide">
          <caption class="visually-hidden">{caption}</caption>
          <thead>
            <tr>
              <th scope="col">{words.time}</th>
              <th scope="col">{allReasons}</th>
              {data.layers.map(({ reason }) => (
                <th key={reason} scope="col">
                  {layerName(reason, words)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {newestFirst.map(({ start, index }) => (
              <tr key={index}>
                <th scope="row">
                  {formatPoint(start, range.interval, words)}
                  {index === data.running && <span class="soft"> ({words.chartSoFar})</span>}
                </th>
                <td>{count(data.totals[index])}</td>
                {data.layers.map(({ reason, values }) => (
                  <td key={reason}>{count(values[index])}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p class="panel-foot">
        <CsvButton of={chartTitle} name="failures" range={range} text={() => failuresCsv(report)} />
      </p>
    </>
  );
}
