import { useSignal } from '@preact/signals';
import type { DeveloperReport, ErrorRow } from '../contract.ts';
import { Sparkline } from './sparkline.tsx';
import { errorsCsv } from './developer-csv.ts';
import { formatMoment } from '../../../drawings/moments.ts';
import { formatCount } from '../../../frame/web/numbers.ts';
import { CsvButton } from '../../../drawings/csv-button.tsx';
import { texts } from './texts.ts';
import { ShowAllButton } from '../../../drawings/show-all-button.tsx';

const ROWS_AT_FIRST = 10;

/** What failed without anybody dealing with it, one row for each kind, the latest first. */
export function ErrorsCard({ report }: { readonly report: DeveloperReport }) {
  const words = texts.value;
  const { errors: title, errorsNone, errorsNoneText } = words.developers;
  const showsAll = useSignal(false);
  const rows = report.errors;
  const shown = showsAll.value ? rows : rows.slice(0, ROWS_AT_FIRST);
  return (
    <section class="card block is-errors" aria-labelledby="errors-title">
      <h2 id="errors-title" class="panel-title">
        {title}
      </h2>
      {rows.length === 0 ? (
        <div class="good-news">
          <p>{errorsNone}</p>
          <p class="soft">{errorsNoneText}</p>
        </div>
      ) : (
        <>
          <ul class="errors">
            {shown.map((row) => (
              <ErrorEntry key={row.fingerprint} row={row} report={report} />
            ))}
          </ul>
          <p class="panel-foot">
            {rows.length > ROWS_AT_FIRST && (
              <ShowAllButton showsAll={showsAll} count={rows.length} of={title} />
            )}
            <CsvButton of={title} name="errors" range={report.range} text={() => errorsCsv(rows)} />
          </p>
        </>
      )}
    </section>
  );
}

interface ErrorEntryProps {
  readonly row: ErrorRow;
  readonly report: DeveloperReport;
}

function ErrorEntry({ row, report }: ErrorEntryProps) {
  const words = texts.value;
  const { isNew, isNewHint, unnamedError, times, errorSeen, errorStatus, occurrences } =
    words.developers;
  const at = (time: string): string => formatMoment(time, report.range.timeZone, words.locale);
  const name = row.name === '' ? unnamedError : row.name;
  return (
    <li class="error" data-fingerprint={row.fingerprint}>
      <div class="error-text">
        <h3>
          {name}
          {row.isNew && (
            <span class="badge is-new" title={isNewHint}>
              {isNew}
            </span>
          )}
        </h3>
        <p class="error-message">{row.message}</p>
        <p class="soft error-facts">
          {row.request !== '' && <code>{row.request}</code>}
          {row.status !== null && <span>{errorStatus(String(row.status))}</span>}
          <span>{errorSeen(at(row.first), at(row.last))}</span>
        </p>
      </div>
      <div class="error-count">
        <b>{times(row.count, formatCount(row.count, words.locale))}</b>
        <Sparkline
          what={occurrences}
          values={row.trend}
          starts={report.slots}
          interval={report.range.interval}
        />
      </div>
      <Stack name={name} row={row} />
    </li>
  );
}

function Stack({ name, row }: { readonly name: string; readonly row: ErrorRow }) {
  const { stack, stackOf, noStack, fingerprint } = texts.value.developers;
  return (
    <details class="stack">
      <summary>
        {stack}
        <span class="visually-hidden">
          : {name} {row.fingerprint}
        </span>
      </summary>
      <p class="soft">{fingerprint(row.fingerprint)}</p>
      {row.stack === '' ? (
        <p class="soft">{noStack}</p>
      ) : (
        <pre role="region" aria-label={stackOf(name)} tabIndex={0}>
          {row.stack}
        </pre>
      )}
    </details>
  );
}
