import type { FailureTableRow, SecurityDimension, SecurityReport } from '../contract.ts';
import { formatMoment, formatRecent } from '../../../drawings/moments.ts';
import { countText } from '../../../frame/web/numbers.ts';
import type { FigureText } from '../../../frame/web/numbers.ts';
import { failureRowsCsv } from './security-csv.ts';
import type { BarRow } from '../../../drawings/bar-table.tsx';
import { BarTable } from '../../../drawings/bar-table.tsx';
import { CsvButton } from '../../../drawings/csv-button.tsx';
import { valueName } from './names.ts';
import { FilterName } from '../../../drawings/filter-name.tsx';
import { texts } from './texts.ts';

type Column = 'failures' | 'accounts' | 'prefixes' | 'last';

/** What stands beside the names; the first column also sets the bars. */
const COLUMNS: Readonly<Record<SecurityDimension, readonly Column[]>> = {
  account: ['failures', 'prefixes', 'last'],
  prefix: ['failures', 'accounts', 'last'],
  reason: ['failures', 'accounts'],
  country: ['failures', 'accounts'],
  client: ['failures', 'accounts'],
};

interface FailurePanelProps {
  readonly dimension: SecurityDimension;
  readonly report: SecurityReport;
}

/** Failures by one thing; a row filters the page. */
export function FailurePanel({ dimension, report }: FailurePanelProps) {
  const words = texts.value;
  const rows = report.tables[dimension];
  const title = words.security.tables[dimension];
  const columns = COLUMNS[dimension];
  return (
    <section class={`card panel is-${dimension}`} aria-label={title}>
      <h2 class="panel-title">{title}</h2>
      <div class="panel-body">
        {rows.length === 0 ? (
          <p class="panel-empty">{words.security.noFailures}</p>
        ) : (
          <BarTable
            caption={title}
            head={[
              words.security.dimensions[dimension],
              ...columns.map((column) => words.security.columns[column]),
            ]}
            rows={rows.map((row) => barRow(row, dimension, columns, report))}
            foot={
              <CsvButton
                of={title}
                name={`failures-${dimension}`}
                range={report.range}
                text={() => failureRowsCsv(dimension, rows)}
              />
            }
          />
        )}
      </div>
    </section>
  );
}

/** Accounts that somebody got into after failing to, from the same network. */
export function EnteredPanel({ report }: { readonly report: SecurityReport }) {
  const words = texts.value;
  const { totals, enteredNone, enteredColumn, columns } = words.security;
  const title = totals.successesAfterFailures;
  const rows = report.successesAfterFailures;
  return (
    <section class="card panel is-entered" aria-label={title}>
      <h2 class="panel-title">{title}</h2>
      <div class="panel-body">
        {rows.length === 0 ? (
          <p class="panel-empty">{enteredNone}</p>
        ) : (
          <BarTable
            caption={title}
            head={[
              words.security.dimensions.account,
              enteredColumn,
              columns.prefixes,
              columns.last,
            ]}
            rows={rows.map((row) =>
              barRow(row, 'account', ['failures', 'prefixes', 'last'], report),
            )}
            foot={
              <CsvButton
                of={title}
                name="entered"
                range={report.range}
                text={() => failureRowsCsv('account', rows)}
              />
            }
          />
        )}
      </div>
    </section>
  );
}

function barRow(
  row: FailureTableRow,
  dimension: SecurityDimension,
  columns: readonly Column[],
  report: SecurityReport,
): BarRow {
  return {
    key: row.value,
    figure: row.failures,
    name: (
      <FilterName
        dimension={dimension}
        value={row.value}
        name={valueName(dimension, row.value, texts.value)}
      />
    ),
    cells: columns.map((column) => ({ column, ...cellText(row, column, report) })),
  };
}

function cellText(
  row: FailureTableRow,
  column: Column,
  { generatedAt, range }: SecurityReport,
): FigureText {
  const { locale } = texts.value;
  if (column === 'last') {
    return {
      shown: formatRecent(row.last, generatedAt, range.timeZone, locale),
      full: formatMoment(row.last, range.timeZone, locale),
    };
  }
  return countText(row[column], locale);
}
