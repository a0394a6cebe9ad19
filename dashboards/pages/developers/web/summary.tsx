import type { DeveloperReport } from '../contract.ts';
import { formatCount } from '../../../frame/web/numbers.ts';
import { FigureValue } from '../../../drawings/figure-tile.tsx';
import { texts } from './texts.ts';
import type { SummaryFigure } from './summary-figures.ts';
import { summaryFigures } from './summary-figures.ts';

/** What there is to do, in six figures. */
export function Summary({ report }: { readonly report: DeveloperReport }) {
  const words = texts.value;
  const { totals, running } = words.developers;
  return (
    <section class="card chart-card" aria-labelledby="totals-title">
      <h2 id="totals-title" class="visually-hidden">
        {words.totals}
      </h2>
      <ul class="totals">
        {summaryFigures(report).map(([name, value]) => {
          const shown = formatCount(value, words.locale);
          return (
            <li key={name} class={isTrouble(name) && value > 0 ? 'total is-trouble' : 'total'}>
              <span class="total-label">{totals[name]}</span>
              <FigureValue shown={shown} full={shown} />
            </li>
          );
        })}
      </ul>
      <p class="hint">{running(report.version, report.node)}</p>
    </section>
  );
}

function isTrouble(name: SummaryFigure): boolean {
  return name === 'newErrors' || name === 'troubled';
}
