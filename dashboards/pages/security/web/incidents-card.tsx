import { useSignal } from '@preact/signals';
import type { IncidentsReport, SecurityReport } from '../contract.ts';
import { formatCount } from '../../../frame/web/numbers.ts';
import { incidentsCsv } from './security-csv.ts';
import { CsvButton } from '../../../drawings/csv-button.tsx';
import { texts } from './texts.ts';
import { IncidentItem } from './incident-item.tsx';
import { sortedIncidents } from './incident-words.ts';
import { ShowAllButton } from '../../../drawings/show-all-button.tsx';

const ROWS_AT_FIRST = 8;

interface IncidentsCardProps {
  readonly found: IncidentsReport;
  readonly report: SecurityReport;
}

/** Patterns of attack: what has to be looked at, and what was done about it. */
export function IncidentsCard({ found, report }: IncidentsCardProps) {
  const words = texts.value;
  const { incidents, incidentsNone, incidentsNoneText, incidentsMore, incidentsOpen } =
    words.security;
  const showsAll = useSignal(false);
  const rows = sortedIncidents(found.incidents);
  const open = rows.filter(({ state }) => state === 'open').length;
  const shown = showsAll.value ? rows : rows.slice(0, Math.max(ROWS_AT_FIRST, open));
  return (
    <section class="card block is-incidents" aria-labelledby="incidents-title">
      <div class="block-head">
        <h2 id="incidents-title" class="panel-title">
          {incidents}
        </h2>
        {open > 0 && (
          <span class="badge is-open">{incidentsOpen(formatCount(open, words.locale))}</span>
        )}
      </div>
      {rows.length === 0 ? (
        <div class="good-news">
          <p>{incidentsNone}</p>
          <p class="soft">{incidentsNoneText}</p>
        </div>
      ) : (
        <ul class="incidents">
          {shown.map((incident) => (
            <IncidentItem key={incident.id} incident={incident} report={report} />
          ))}
        </ul>
      )}
      {found.more && <p class="panel-note">{incidentsMore}</p>}
      {report.filters.length > 0 && <p class="panel-note">{words.notFiltered}</p>}
      {rows.length > 0 && (
        <p class="panel-foot">
          {rows.length > shown.length || showsAll.value ? (
            <ShowAllButton showsAll={showsAll} count={rows.length} of={incidents} />
          ) : null}
          <CsvButton
            of={incidents}
            name="incidents"
            range={report.range}
            text={() => incidentsCsv(rows)}
          />
        </p>
      )}
    </section>
  );
}
