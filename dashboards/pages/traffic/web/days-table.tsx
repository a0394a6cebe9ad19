import type { ConsentReport } from '../consent-contract.ts';
import { formatDays } from '../../../frame/web/dates.ts';
import { countText, formatCount } from '../../../frame/web/numbers.ts';
import { BarTable } from '../../../drawings/bar-table.tsx';
import type { BarRow } from '../../../drawings/bar-table.tsx';
import { RowName } from '../../../drawings/row-cells.tsx';
import { texts } from './texts.ts';
import { groupName } from './group-name.ts';

/** How many did what on which day, the latest first; the bar is as long as all of them. */
export function DaysTable({ report }: { readonly report: ConsentReport }) {
  const { consent: words, locale } = texts.value;
  const { groups, days, foldedDays, smallCells } = report;
  const rows = days
    .toReversed()
    .map(({ day, counts }) => rowOf(day, formatDays(day, day, locale), counts));
  if (foldedDays !== null) {
    const { days: count, counts } = foldedDays;
    const [shown, limit] = [formatCount(count, locale), formatCount(smallCells, locale)];
    rows.push(rowOf('other', words.otherDays(count, shown, limit), counts));
  }
  return (
    <BarTable
      caption={`${words.title}: ${words.daysTab}`}
      head={[
        words.dayColumn,
        ...groups.map(({ choices }) => groupName(choices, words.shortChoices)),
      ]}
      rows={rows}
    />
  );
}

function rowOf(key: string, name: string, counts: readonly number[]): BarRow {
  const { locale } = texts.value;
  return {
    key,
    figure: counts.reduce((all, count) => all + count, 0),
    name: <RowName name={name} />,
    cells: counts.map((count) => countText(count, locale)),
  };
}
