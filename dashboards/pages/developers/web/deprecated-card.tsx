import type { DeprecatedRow, DeveloperReport } from '../contract.ts';
import { deprecatedCsv } from './developer-csv.ts';
import { CsvButton } from '../../../drawings/csv-button.tsx';
import { texts } from './texts.ts';
import { DeprecatedEntry } from './deprecated-entry.tsx';

/** What is deprecated: who still calls it, and whether it can go. */
export function DeprecatedCard({ report }: { readonly report: DeveloperReport }) {
  const words = texts.value;
  const {
    deprecated: title,
    deprecatedNone,
    deprecatedNoneText,
    deprecatedColumns,
  } = words.developers;
  const rows = report.deprecated;
  return (
    <section class="card block is-deprecated" aria-labelledby="deprecated-title">
      <h2 id="deprecated-title" class="panel-title">
        {title}
      </h2>
      {rows.length === 0 ? (
        <div class="good-news is-plain">
          <p>{deprecatedNone}</p>
          <p class="soft">{deprecatedNoneText}</p>
        </div>
      ) : (
        <>
          <div class="wide-rows" role="group" aria-labelledby="deprecated-title" tabIndex={0}>
            <table class="rows">
              <caption class="visually-hidden">{title}</caption>
              <thead>
                <tr>
                  <th scope="col">{deprecatedColumns.endpoint}</th>
                  <th scope="col">{deprecatedColumns.calls}</th>
                  <th scope="col">{deprecatedColumns.seen}</th>
                  <th scope="col">{deprecatedColumns.sunset}</th>
                  <th scope="col">{deprecatedColumns.safe}</th>
                </tr>
              </thead>
              {rows.map((row: DeprecatedRow) => (
                <DeprecatedEntry key={`${row.kind} ${row.endpoint}`} row={row} report={report} />
              ))}
            </table>
          </div>
          <p class="panel-foot">
            <CsvButton
              of={title}
              name="deprecated"
              range={report.range}
              text={() => deprecatedCsv(rows)}
            />
          </p>
        </>
      )}
    </section>
  );
}
