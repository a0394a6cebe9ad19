import type { SecurityReport, SecurityTotals } from '../contract.ts';
import { compareCounts, describeCountChange } from '../../../drawings/change.ts';
import { COMPACT_TOTALS_FROM, formatCompact, formatCount } from '../../../frame/web/numbers.ts';
import { ChangeLine, FigureValue } from '../../../drawings/figure-tile.tsx';
import { texts } from './texts.ts';

/** In the order in which they are shown. */
const TOTALS: readonly (keyof SecurityTotals)[] = [
  'failures',
  'refused',
  'accounts',
  'prefixes',
  'successesAfterFailures',
  'successes',
];

/** The six figures against the period before; of all but one, more is worse. */
export function Totals({ report }: { readonly report: SecurityReport }) {
  const words = texts.value;
  const { totals, totalHints, beforeThat } = words.security;
  return (
    <ul class="totals">
      {TOTALS.map((name) => {
        const value = report.totals[name];
        const before = report.previousTotals[name];
        const change = compareCounts(value, before, name === 'successes' ? null : false);
        const hint = beforeThat(formatCount(before, words.locale));
        return (
          <li key={name} class="total" title={totalHints[name]}>
            <span class="total-label">{totals[name]}</span>
            <FigureValue
              shown={formatCompact(value, words.locale, COMPACT_TOTALS_FROM)}
              full={formatCount(value, words.locale)}
            />
            <ChangeLine
              change={change}
              words={describeCountChange(change, words)}
              hint={hint}
              than={`(${hint})`}
            />
          </li>
        );
      })}
    </ul>
  );
}
