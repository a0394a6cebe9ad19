import { useSignal } from '@preact/signals';
import type { BlockedRow, DeveloperReport } from '../contract.ts';
import { allowedCode } from './allowed-code.ts';
import { blockedCsv } from './developer-csv.ts';
import { formatMoment } from '../../../drawings/moments.ts';
import { formatCount } from '../../../frame/web/numbers.ts';
import { CsvButton } from '../../../drawings/csv-button.tsx';
import { ShowAllButton } from '../../../drawings/show-all-button.tsx';
import { texts } from './texts.ts';

const ROWS_AT_FIRST = 10;

/** What the policy, a bound or a limit blocked, or in report mode would have, with the option that allows it. */
export function BlockedCard({ report }: { readonly report: DeveloperReport }) {
  const { blocked: title, blockedNone, blockedNoneText, blockedAdvice } = texts.value.developers;
  const showsAll = useSignal(false);
  const rows = report.blocked;
  const shown = showsAll.value ? rows : rows.slice(0, ROWS_AT_FIRST);
  return (
    <section class="card block is-blocked" aria-labelledby="blocked-title">
      <h2 id="blocked-title" class="panel-title">
        {title}
      </h2>
      {rows.length === 0 ? (
        <div class="good-news is-plain">
          <p>{blockedNone}</p>
          <p class="soft">{blockedNoneText}</p>
        </div>
      ) : (
        <>
          <BlockedTable rows={shown} report={report} />
          <p class="soft">{blockedAdvice}</p>
          <p class="panel-foot">
            {rows.length > ROWS_AT_FIRST && (
              <ShowAllButton showsAll={showsAll} count={rows.length} of={title} />
            )}
            <CsvButton
              of={title}
              name="blocked"
              range={report.range}
              text={() => blockedCsv(rows)}
            />
          </p>
        </>
      )}
    </section>
  );
}

interface BlockedTableProps {
  readonly rows: readonly BlockedRow[];
  readonly report: DeveloperReport;
}

function BlockedTable({ rows, report }: BlockedTableProps) {
  const { blocked: title, blockedColumns: columns } = texts.value.developers;
  return (
    <div class="wide-rows" role="group" aria-labelledby="blocked-title" tabIndex={0}>
      <table class="rows">
        <caption class="visually-hidden">{title}</caption>
        <thead>
          <tr>
            <th scope="col">{columns.what}</th>
            <th scope="col">{columns.state}</th>
            <th scope="col">{columns.times}</th>
            <th scope="col">{columns.allowedBy}</th>
            <th scope="col">{columns.where}</th>
            <th scope="col">{columns.last}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <BlockedLine
              key={`${row.setting} ${row.what} ${row.where} ${row.isBlocked}`}
              row={row}
              report={report}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function BlockedLine({
  row,
  report,
}: {
  readonly row: BlockedRow;
  readonly report: DeveloperReport;
}) {
  const words = texts.value;
  const { blockedColumns: columns, blockedStates, remedies, elsewhere } = words.developers;
  const { what, where, count, last, remedy, isBlocked } = row;
  return (
    <tr>
      <th scope="row">
        <code>{what}</code>
      </th>
      <td data-label={columns.state}>
        <span class={isBlocked ? 'badge' : 'badge is-waiting'}>
          {isBlocked ? blockedStates.blocked : blockedStates.letThrough}
        </span>
      </td>
      <td data-label={columns.times}>{formatCount(count, words.locale)}</td>
      <td data-label={columns.allowedBy}>
        {remedies[remedy]} <code>{allowedCode(row)}</code>
      </td>
      <td data-label={columns.where}>
        <code>{where}</code>
        {row.elsewhere > 0 && (
          <span class="soft">
            {' '}
            {elsewhere(row.elsewhere, formatCount(row.elsewhere, words.locale))}
          </span>
        )}
      </td>
      <td data-label={columns.last}>{formatMoment(last, report.range.timeZone, words.locale)}</td>
    </tr>
  );
}
