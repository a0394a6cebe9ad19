import { useSignal } from '@preact/signals';
import type { DeveloperReport } from '../contract.ts';
import { updatesCsv } from './developer-csv.ts';
import { formatMoment } from '../../../drawings/moments.ts';
import { CsvButton } from '../../../drawings/csv-button.tsx';
import { texts } from './texts.ts';
import { updateWords } from './update-words.ts';
import { ShowAllButton } from '../../../drawings/show-all-button.tsx';

const ROWS_AT_FIRST = 10;

/** What was different from one start to the next, the latest first. */
export function UpdatesCard({ report }: { readonly report: DeveloperReport }) {
  const words = texts.value;
  const { updates: title, updatesNone } = words.developers;
  const showsAll = useSignal(false);
  const rows = report.updates;
  const shown = showsAll.value ? rows : rows.slice(0, ROWS_AT_FIRST);
  return (
    <section class="card block is-updates" aria-labelledby="updates-title">
      <h2 id="updates-title" class="panel-title">
        {title}
      </h2>
      {rows.length === 0 ? (
        <p class="panel-empty is-low">{updatesNone}</p>
      ) : (
        <>
          <ol class="timeline">
            {shown.map((row, index) => (
              <li
                key={`${row.time} ${row.event} ${row.package} ${index}`}
                class={`is-${row.event}`}
              >
                <time dateTime={row.time}>
                  {formatMoment(row.time, report.range.timeZone, words.locale)}
                </time>
                <span>{updateWords(row, words)}</span>
              </li>
            ))}
          </ol>
          <p class="panel-foot">
            {rows.length > ROWS_AT_FIRST && (
              <ShowAllButton showsAll={showsAll} count={rows.length} of={title} />
            )}
            <CsvButton
              of={title}
              name="updates"
              range={report.range}
              text={() => updatesCsv(rows)}
            />
          </p>
        </>
      )}
    </section>
  );
}
