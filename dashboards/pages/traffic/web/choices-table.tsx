import type { ConsentReport } from '../consent-contract.ts';
import { countText, formatPercent } from '../../../frame/web/numbers.ts';
import { BarTable } from '../../../drawings/bar-table.tsx';
import { RowName } from '../../../drawings/row-cells.tsx';
import { texts } from './texts.ts';

/** What visitors did, how many of them, and which share that is. */
export function ChoicesTable({ report }: { readonly report: ConsentReport }) {
  const { consent: words, locale } = texts.value;
  return (
    <BarTable
      caption={words.title}
      head={[words.choiceColumn, words.countColumn, words.shareColumn]}
      rows={report.choices.map(({ choice, count, share }) => {
        const percent = formatPercent(share, locale);
        return {
          key: choice,
          figure: count,
          name: <RowName name={words.choices[choice]} />,
          cells: [countText(count, locale), { shown: percent, full: percent }],
        };
      })}
    />
  );
}
