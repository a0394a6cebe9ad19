import type { Interval } from '../../../frame/contract.ts';
import { formatPoint } from '../../../frame/web/dates.ts';
import { formatCount } from '../../../frame/web/numbers.ts';
import { texts } from './texts.ts';
import { SPARK_HEIGHT, SPARK_WIDTH, sparkArea, sparkLine } from './spark-path.ts';

interface SparklineProps {
  /** What is counted, "Calls". */
  readonly what: string;
  readonly values: readonly number[];
  /** Local starts of the slots that the values are of. */
  readonly starts: readonly string[];
  readonly interval: Interval;
}

/** A trend as small as a word. What it shows is said in words too. */
export function Sparkline({ what, values, starts, interval }: SparklineProps) {
  const words = texts.value;
  const most = Math.max(0, ...values);
  const sum = values.reduce((all, value) => all + value, 0);
  const when = starts[values.indexOf(most)];
  const said =
    most === 0 || when === undefined
      ? words.developers.trendNone(what)
      : words.developers.trend(
          what,
          formatCount(sum, words.locale),
          formatCount(most, words.locale),
          formatPoint(when, interval, words),
        );
  return (
    <svg
      class={most === 0 ? 'sparkline is-still' : 'sparkline'}
      viewBox={`0 0 ${SPARK_WIDTH} ${SPARK_HEIGHT}`}
      width={SPARK_WIDTH}
      height={SPARK_HEIGHT}
      role="img"
      aria-label={said}
    >
      <title>{said}</title>
      <path class="sparkline-area" d={sparkArea(values)} />
      <path class="sparkline-line" d={sparkLine(values)} />
    </svg>
  );
}
