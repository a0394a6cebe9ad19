import type { ConsentReport } from '../../server/consent-report.ts';
import { COMPACT_ROWS_FROM, formatCompact, formatCount, formatPercent } from '../format/numbers.ts';
import { BarTable } from '../panels/bar-table.tsx';
import { texts } from '../state/navigation.ts';
import { groupName } from './group-name.ts';

/** What visitors did, how many of them, and which share that is. */
export function ChoicesTable({ report }: { readonly report: ConsentReport }) {
  const { consent: words, locale } = texts.value;
  return (
    <BarTable
      caption={words.title}
      head={[words.choiceColumn, words.countColumn, words.shareColumn]}
      rows={report.groups.map(({ choices, count, share }) => {
        const name = groupName(choices, words.choices);
        const percent = formatPercent(share, locale);
        return {
          key: choices.join(' '),
          figure: count,
          name: (
            <span class="name" title={name}>
              {name}
            </span>
          ),
          cells: [
            {
              shown: formatCompact(count, locale, COMPACT_ROWS_FROM),
              full: formatCount(count, locale),
            },
            { shown: percent, full: percent },
          ],
        };
      })}
    />
  );
}
