import type { DeveloperReport, PipelineRow } from '../contract.ts';
import { pipelinesCsv } from './developer-csv.ts';
import { CsvButton } from '../../../drawings/csv-button.tsx';
import { formatCount } from '../../../frame/web/numbers.ts';
import { FLOW_COLUMNS, PipelineLine } from './pipeline-line.tsx';
import { sortedByNeed } from './summary-figures.ts';
import { texts } from './texts.ts';

/** Whether figures and lines arrive where they belong. What needs a look is open, the rest is folded. */
export function PipelinesCard({ report }: { readonly report: DeveloperReport }) {
  const { pipelines: title, pipelinesNone } = texts.value.developers;
  const rows = report.pipelines;
  const { look, well } = sortedByNeed(rows);
  return (
    <section class="card block is-pipelines" aria-labelledby="pipelines-title">
      <h2 id="pipelines-title" class="panel-title">
        {title}
      </h2>
      {rows.length === 0 ? (
        <p class="panel-empty is-low">{pipelinesNone}</p>
      ) : (
        <>
          {look.length > 0 && <PipelineTable key="look" rows={look} report={report} />}
          {well.length > 0 && (
            <Folded key="well" rows={well} report={report} isAll={look.length === 0} />
          )}
          <p class="panel-foot">
            <CsvButton
              of={title}
              name="pipelines"
              range={report.range}
              text={() => pipelinesCsv(rows)}
            />
          </p>
        </>
      )}
    </section>
  );
}

interface TableProps {
  readonly rows: readonly PipelineRow[];
  readonly report: DeveloperReport;
}

function Folded({ rows, report, isAll }: TableProps & { readonly isAll: boolean }) {
  const { locale, developers } = texts.value;
  const { pipelinesWell, pipelinesRest } = developers;
  const words = isAll ? pipelinesWell : pipelinesRest;
  return (
    <details class="well">
      <summary>{words(rows.length, formatCount(rows.length, locale))}</summary>
      <PipelineTable rows={rows} report={report} />
    </details>
  );
}

function PipelineTable({ rows, report }: TableProps) {
  const { pipelines: title, pipelineColumns: columns } = texts.value.developers;
  return (
    <div class="wide-rows" role="group" aria-labelledby="pipelines-title" tabIndex={0}>
      <table class="rows">
        <caption class="visually-hidden">{title}</caption>
        <thead>
          <tr>
            <th scope="col">{columns.name}</th>
            <th scope="col">{columns.state}</th>
            {FLOW_COLUMNS.map((name) => (
              <th key={name} scope="col">
                {columns[name]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <PipelineLine key={`${row.kind} ${row.name}`} row={row} report={report} />
          ))}
        </tbody>
      </table>
    </div>
  );
}
