import { useSignal } from '@preact/signals';
import type { EventFigure, SecurityReport } from '../../server/security-report.ts';
import { formatMoment, formatRecent } from '../format/moments.ts';
import { COMPACT_ROWS_FROM, formatCompact, formatCount } from '../format/numbers.ts';
import { eventFiguresCsv } from '../format/security-csv.ts';
import { BarTable } from '../panels/bar-table.tsx';
import { CsvButton } from '../panels/csv-button.tsx';
import { TabList, tabId, tabPanelId } from '../panels/tab-list.tsx';
import { texts } from '../state/navigation.ts';
import { eventFigureName } from './event-words.ts';

type FigureGroup = keyof SecurityReport['figures'];

const GROUPS: readonly FigureGroup[] = ['sessions', 'captcha', 'limits', 'reports'];

/** What other guards had to do: those of sessions, of forms, of the whole app and of the pages. */
export function EventFiguresPanel({ report }: { readonly report: SecurityReport }) {
  const words = texts.value;
  const { figures, figuresTitle, figuresNone } = words.security;
  const chosen = useSignal<FigureGroup>('sessions');
  const group = chosen.value;
  const rows = report.figures[group];
  return (
    <section class="card panel is-guards" aria-label={figuresTitle}>
      <h2 class="visually-hidden">{figuresTitle}</h2>
      <TabList
        id="guards"
        label={figuresTitle}
        tabs={GROUPS.map((id) => ({ id, label: figures[id] }))}
        selected={group}
        onSelect={(id) => (chosen.value = GROUPS.find((one) => one === id) ?? 'sessions')}
      />
      <div
        class="panel-body"
        role="tabpanel"
        id={tabPanelId('guards')}
        aria-labelledby={tabId('guards', group)}
      >
        {rows.length === 0 ? (
          <p class="panel-empty">{figuresNone[group]}</p>
        ) : (
          <GuardTable key={group} group={group} rows={rows} report={report} />
        )}
        {report.filters.length > 0 && <p class="panel-note">{words.notFiltered}</p>}
      </div>
    </section>
  );
}

interface GuardTableProps {
  readonly group: FigureGroup;
  readonly rows: readonly EventFigure[];
  readonly report: SecurityReport;
}

function GuardTable({ group, rows, report }: GuardTableProps) {
  const words = texts.value;
  const { figures, figureColumn, countColumn, lastColumn } = words.security;
  const { timeZone } = report.range;
  return (
    <BarTable
      caption={figures[group]}
      head={[figureColumn, countColumn, lastColumn]}
      rows={rows.map((row) => {
        const name = eventFigureName(row, words);
        return {
          key: `${row.event} ${row.reason}`,
          figure: row.count,
          name: (
            <span class="name" title={name}>
              {name}
            </span>
          ),
          cells: [
            {
              shown: formatCompact(row.count, words.locale, COMPACT_ROWS_FROM),
              full: formatCount(row.count, words.locale),
            },
            {
              column: 'last',
              shown: formatRecent(row.last, report.generatedAt, timeZone, words.locale),
              full: formatMoment(row.last, timeZone, words.locale),
            },
          ],
        };
      })}
      foot={
        <CsvButton
          of={figures[group]}
          name={group}
          range={report.range}
          text={() => eventFiguresCsv(rows)}
        />
      }
    />
  );
}
