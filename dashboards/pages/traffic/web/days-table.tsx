import type { ConsentReport } from '../consent-contract.ts';
import { formatLocal } from '../../../frame/web/dates.ts';
import { countText } from '../../../frame/web/numbers.ts';
import { BarTable } from '../../../drawings/bar-table.tsx';
import { RowName } from '../../../drawings/row-cells.tsx';
import { texts } from './texts.ts';

/** How many did what on which day, the latest first; the bar is as long as all of them. */
export function DaysTable({ report }: { readonly report: ConsentReport }) {
  const { consent: words, locale } = texts.value;
  const { accept, refuse, choose } = words.shortChoices;
  const { from, to } = report.range;
  const isOfOneYear = from.slice(0, 4) === to.slice(0, 4);
  const format: Intl.DateTimeFormatOptions = {
    day: 'numeric',
    month: 'short',
    ...(isOfOneYear ? {} : { year: 'numeric' }),
  };
  return (
    <BarTable
      caption={`${words.title}: ${words.daysTab}`}
      head={[words.dayColumn, accept, refuse, choose]}
      rows={report.days.toReversed().map(({ day, ...counts }) => ({
        key: day,
        figure: counts.accept + counts.refuse + counts.choose,
        name: <RowName name={formatLocal(day, locale, format)} />,
        cells: [counts.accept, counts.refuse, counts.choose].map((count) =>
          countText(count, locale),
        ),
      }))}
    />
  );
}
