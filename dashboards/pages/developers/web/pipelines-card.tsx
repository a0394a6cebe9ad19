import type { DeveloperReport } from '../contract.ts';
import { pipelinesCsv } from './developer-csv.ts';
import { CsvButton } from '../../../drawings/csv-button.tsx';
import { FLOW_COLUMNS, PipelineLine } from './pipeline-line.tsx';
import { texts } from './texts.ts';

/** Whether figures and lines arrive where they belong. */
export function PipelinesCard({ report }: { readonly report: DeveloperReport }) {
  const words = texts.value;
  const { pipelines: title, pipelinesNone, pipelineColumns: columns } = words.developers;
  const rows = report.pipelines;
  return (
    <section class="card block is-pipelines" aria-labelledby="pipelines-title">
      <h2 id="pipelines-title" class="panel-title">
        {title}
      </h2>
      {rows.length === 0 ? (
        <p class="panel-empty is-low">{pipelinesNone}</p>
      ) : (
        <>
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
