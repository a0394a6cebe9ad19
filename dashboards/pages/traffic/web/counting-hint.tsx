import { formatCount, formatTwoDigitPercent } from '../../../frame/web/numbers.ts';
import { texts } from './texts.ts';

const VISITORS_A_DAY = [10, 100, 1000];
const SPANS = [1, 30];

/** How visitors are counted, and how exact the figures are. */
export function CountingHint({ smallCells }: { readonly smallCells: number }) {
  const words = texts.value;
  return (
    <details class="hint">
      <summary>{words.hintTitle}</summary>
      <p>{words.hint}</p>
      {smallCells > 1 && (
        <>
          <p>{words.hintSmallCells(formatCount(smallCells, words.locale))}</p>
          <Exactness smallCells={smallCells} />
        </>
      )}
    </details>
  );
}

function Exactness({ smallCells }: { readonly smallCells: number }) {
  const words = texts.value;
  return (
    <table class="figures hint-table">
      <caption>{words.hintExactness}</caption>
      <thead>
        <tr>
          <th scope="col">{words.hintVisitors}</th>
          <th scope="col">{words.hintOneDay}</th>
          <th scope="col">{words.hintThirtyDays}</th>
        </tr>
      </thead>
      <tbody>
        {VISITORS_A_DAY.map((visitors) => (
          <tr key={visitors}>
            <th scope="row">{formatCount(visitors, words.locale)}</th>
            {SPANS.map((days) => (
              <td key={days}>
                {formatTwoDigitPercent(relativeError(smallCells, visitors, days), words.locale)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/**
 * Standard deviation of a sum over days, each rounded at random to a multiple of `base`, over the sum.
 * Averaged over all counts, one rounding has a variance of (base² − 1) / 6.
 */
function relativeError(base: number, visitorsADay: number, days: number): number {
  return Math.sqrt(((base * base - 1) / 6) * days) / (visitorsADay * days);
}
