import { useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import type { SecurityReport } from '../contract.ts';
import { LayerSwatch } from './layer-swatch.tsx';
import { PlotView } from '../../../drawings/plot-view.tsx';
import type { Hover } from '../../../drawings/plot.ts';
import { highestPoint, stackData } from './stack-data.ts';
import type { StackData } from './stack-data.ts';
import { stackDrawing } from './stack-drawing.ts';
import { TooltipBox } from '../../../drawings/tooltip-box.tsx';
import { formatDays, formatPoint } from '../../../frame/web/dates.ts';
import { formatCount } from '../../../frame/web/numbers.ts';
import { texts } from './texts.ts';
import { layerName } from './names.ts';
import { StackTable } from './stack-table.tsx';
import { Totals } from './totals.tsx';
import { TableButton } from '../../../drawings/table-button.tsx';

/** The six figures and, below them, the failures over time: as a chart or as a table. */
export function FailuresCard({ report }: { readonly report: SecurityReport }) {
  const asTable = useSignal(false);
  const words = texts.value;
  const { range } = report;
  const data = useMemo(() => stackData(report), [report]);
  const drawing = useMemo(() => stackDrawing(data, range.interval, words), [data, range, words]);
  return (
    <section class="card chart-card" aria-labelledby="totals-title">
      <h2 id="totals-title" class="visually-hidden">
        {words.totals}
      </h2>
      <Totals report={report} />
      <div class="chart-head">
        <h3 class="chart-title">
          {words.security.chartTitle}, {formatDays(range.from, range.to, words.locale)}
        </h3>
        <TableButton asTable={asTable} />
      </div>
      {asTable.value ? (
        <StackTable report={report} data={data} />
      ) : (
        <>
          <Legend data={data} />
          <PlotView
            drawing={drawing}
            summary={summary(report, data)}
            tooltip={(hover) => <StackTooltip hover={hover} data={data} report={report} />}
          />
        </>
      )}
    </section>
  );
}

/** In the order of the layers, from the top down, so that it can be read without colours. */
function Legend({ data }: { readonly data: StackData }) {
  const words = texts.value;
  return (
    <ul class="legend">
      {data.layers
        .map(({ reason, sum }, layer) => (
          <li key={reason}>
            <LayerSwatch layer={layer} />
            {layerName(reason, words)} <span class="soft">{formatCount(sum, words.locale)}</span>
          </li>
        ))
        .toReversed()}
    </ul>
  );
}

interface StackTooltipProps {
  readonly hover: Hover;
  readonly data: StackData;
  readonly report: SecurityReport;
}

function StackTooltip({ hover, data, report }: StackTooltipProps) {
  const words = texts.value;
  const { index } = hover;
  const start = data.starts[index];
  if (start === undefined) return null;
  const point = formatPoint(start, report.range.interval, words);
  return (
    <TooltipBox hover={hover}>
      <p class="tooltip-title">
        {index === data.running ? `${point} (${words.chartSoFar})` : point}
        <b>{formatCount(data.totals[index] ?? 0, words.locale)}</b>
      </p>
      {data.layers
        .map(({ reason, values }, layer) => ({ reason, layer, value: values[index] ?? 0 }))
        .filter(({ value }) => value > 0)
        .toReversed()
        .map(({ reason, layer, value }) => (
          <p key={reason}>
            <span>
              <LayerSwatch layer={layer} />
              {layerName(reason, words)}
            </span>
            <b>{formatCount(value, words.locale)}</b>
          </p>
        ))}
    </TooltipBox>
  );
}

/** What the drawing shows, for those who do not see it. */
function summary({ range, totals }: SecurityReport, data: StackData): string {
  const words = texts.value;
  const { chartTitle, chartReason } = words.security;
  const most = highestPoint(data);
  const count = (value: number): string => formatCount(value, words.locale);
  return [
    words.chartSummary(chartTitle, formatDays(range.from, range.to, words.locale)),
    words.chartTotal(count(totals.failures)),
    ...data.layers.map(({ reason, sum }) => chartReason(layerName(reason, words), count(sum))),
    ...(most === null
      ? []
      : [
          words.chartHighest(
            count(data.totals[most] ?? 0),
            formatPoint(data.starts[most] ?? range.from, range.interval, words),
          ),
        ]),
  ].join(' ');
}
