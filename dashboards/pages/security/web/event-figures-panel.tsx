import { useSignal } from '@preact/signals';
import type { EventFigure, SecurityReport } from '../contract.ts';
import { formatMoment, formatRecent } from '../../../drawings/moments.ts';
import { countText } from '../../../frame/web/numbers.ts';
import { eventFiguresCsv } from './security-csv.ts';
import { BarTable } from '../../../drawings/bar-table.tsx';
import { CsvButton } from '../../../drawings/csv-button.tsx';
import { RowName } from '../../../drawings/row-cells.tsx';
import { TabbedPanel } from '../../../drawings/tabbed-panel.tsx';
import { texts } from './texts.ts';
import { eventFigureName } from './names.ts';

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
    <TabbedPanel
      id="guards"
      title={figuresTitle}
      tabs={GROUPS.map((id) => ({ id, label: figures[id] }))}
      selected={group}
      onSelect={(id) => (chosen.value = id)}
    >
      {rows.length === 0 ? (
        <p class="panel-empty">{figuresNone[group]}</p>
      ) : (
        <GuardTable key={group} group={group} rows={rows} report={report} />
      )}
      {report.filters.length > 0 && <p class="panel-note">{words.notFiltered}</p>}
    </TabbedPanel>
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
          name: <RowName name={name} />,
          cells: [
            countText(row.count, words.locale),
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
