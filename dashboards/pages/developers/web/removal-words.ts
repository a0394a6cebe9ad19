import type { RemovalReason } from '@emas/deprecation';

import { formatDate } from '../../../drawings/moments.ts';
import { formatCount } from '../../../frame/web/numbers.ts';
import type { Texts } from '../words/en.ts';

/** Why something deprecated can go or cannot, in words. */
export function removalWords(reason: RemovalReason, { locale, developers }: Texts): string {
  const words = developers.because;
  const count = (value: number): string => formatCount(value, locale);
  switch (reason.code) {
    case 'never_called':
      return words.neverCalled(reason.watchedDays, count(reason.watchedDays));
    case 'quiet':
      return words.quiet(reason.quietDays, count(reason.quietDays));
    case 'still_called': {
      const { clients, withinDays, busiest, sunsetPassed } = reason;
      const called = words.stillCalled(
        clients,
        count(clients),
        count(withinDays),
        shortened(busiest),
      );
      return sunsetPassed ? `${called}, ${words.sunsetPassed}` : called;
    }
    case 'may_call_again': {
      const { client, everyDays, until } = reason;
      const [who, day] = [shortened(client), formatDate(until, locale)];
      return everyDays === null
        ? words.calledOnce(who, day)
        : words.pausesFor(who, everyDays, count(everyDays), day);
    }
    case 'watched_too_short': {
      const { watchedDays, wantedDays, until } = reason;
      const day = formatDate(until, locale);
      return words.watchedTooShort(watchedDays, count(watchedDays), count(wantedDays), day);
    }
    default:
      return words.codeCalls;
  }
}

/** `12 days left`, `today`, `3 days over`; that there is none where none is set. */
export function sunsetWords(days: number | null, { locale, developers }: Texts): string {
  if (days === null) return developers.noSunset;
  if (days === 0) return developers.sunsetToday;
  const shown = formatCount(Math.abs(days), locale);
  return days > 0 ? developers.daysLeft(days, shown) : developers.daysOver(-days, shown);
}

/** A hash in the middle of a sentence is told by its beginning; the list of clients has the whole of it. */
function shortened(name: string): string {
  return /^[0-9a-f]{20,}$/.test(name) ? `${name.slice(0, 8)}…` : name;
}
