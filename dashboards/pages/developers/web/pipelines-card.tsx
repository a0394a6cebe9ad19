import type { DeveloperReport, PipelineRow } from '../contract.ts';
import { pipelinesCsv } from './developer-csv.ts';
import { formatCount } from '../../../frame/web/numbers.ts';
import { CsvButton } from '../../../drawings/csv-button.tsx';
import { texts } from './texts.ts';

const COUNTS = ['queued', 'spooled', 'sent', 'parked'] as const;

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
                  {COUNTS.map((name) => (
                    <th key={name} scope="col">
                      {columns[name]}
                    </th>
                  ))}
                  <th scope="col">{columns.dropped}</th>
                </tr>
              </thead>
              <tbody>
                {rows.map((row) => (
                  <Pipeline key={`${row.kind} ${row.name}`} row={row} />
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

function Pipeline({ row }: { readonly row: PipelineRow }) {
  const { locale, developers } = texts.value;
  const { pipelineColumns: columns, pipelineNames, pipelineKinds } = developers;
  const { pipelineStates, pipelineStateHints, fault } = developers;
  const name = row.kind === 'figures' ? (pipelineNames[row.name] ?? row.name) : row.name;
  return (
    <tr class={`pipeline is-${row.state}`} data-pipeline={row.name}>
      <th scope="row">
        {name}
        <span class="sub">{pipelineKinds[row.kind]}</span>
      </th>
      <td data-label={columns.state} class="verdict">
        <span class={`badge is-${row.state}`}>{pipelineStates[row.state]}</span>
        <span class="soft">{pipelineStateHints[row.state]}</span>
        {row.fault !== '' && <span class="fault">{fault(row.fault)}</span>}
      </td>
      {COUNTS.map((count) => (
        <td key={count} data-label={columns[count]}>
          {formatCount(row[count], locale)}
        </td>
      ))}
      <td data-label={columns.dropped}>
        <Dropped dropped={row.dropped} />
      </td>
    </tr>
  );
}

function Dropped({ dropped }: { readonly dropped: PipelineRow['dropped'] }) {
  const { locale, developers } = texts.value;
  const reasons = Object.entries(dropped);
  const sum = reasons.reduce((all, [, count]) => all + count, 0);
  return (
    <>
      {formatCount(sum, locale)}
      {reasons.map(([reason, count]) => (
        <span key={reason} class="sub">
          {formatCount(count, locale)} {developers.dropReasons[reason] ?? reason}
        </span>
      ))}
    </>
  );
}
