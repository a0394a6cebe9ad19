import { failure } from '../../../frame/web/figures.ts';
import { formatCount } from '../../../frame/web/numbers.ts';
import { facts } from './facts.ts';
import { realtime } from './figures.ts';
import { texts } from './texts.ts';

/** Visitors of the moment. */
export function Realtime() {
  const count = realtime.value;
  if (count === null || failure.value?.kind === 'signed_out') return null;
  const { realtime: words, realtimeUnknown, realtimeHint, locale } = texts.value;
  const isUnknown = count === 0 && facts.smallCells > 1;
  return (
    <p class="realtime" title={realtimeHint}>
      <span class={count > 0 ? 'pulse' : 'pulse is-still'} aria-hidden="true" />
      {isUnknown ? realtimeUnknown : words(count, formatCount(count, locale))}
    </p>
  );
}
