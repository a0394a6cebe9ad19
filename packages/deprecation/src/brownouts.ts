import { noticeError, parseTime } from './notice.ts';
import type { Brownout, Weekday } from './notice.ts';

/** A brown-out that holds now. */
interface CurrentBrownout {
  readonly status: 410 | 503;
  /** Milliseconds since 1970 at which it is over. */
  readonly until: number;
}

export type BrownoutSchedule = (now: number) => CurrentBrownout | undefined;

const MINUTE = 60_000;
const WEEKDAYS: readonly Weekday[] = [
  'sunday',
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
];

/**
 * Works the times out once.
 *
 * @param sunset Milliseconds since 1970, until when recurring ones are held that do not say until when.
 * @throws EmasError `ERR_EMAS_DEPRECATION_NOTICE` on times that mean nothing.
 */
export function brownoutSchedule(
  brownouts: readonly Brownout[],
  sunset?: number,
): BrownoutSchedule {
  const schedules = brownouts.map((brownout, index) =>
    'every' in brownout ? recurring(brownout, index, sunset) : once(brownout, index),
  );
  return (now) => {
    for (const schedule of schedules) {
      const current = schedule(now);
      if (current !== undefined) return current;
    }
    return undefined;
  };
}

function once(brownout: Extract<Brownout, { to: unknown }>, index: number): BrownoutSchedule {
  const from = parseTime(`brownouts.${index}.from`, brownout.from);
  const until = parseTime(`brownouts.${index}.to`, brownout.to);
  if (until <= from) throw noticeError(`"brownouts.${index}" ends before it begins`, 'Turn them.');
  const status = statusOf(brownout, index);
  return (now) => (now >= from && now < until ? { status, until } : undefined);
}

function recurring(
  brownout: Extract<Brownout, { every: unknown }>,
  index: number,
  sunset: number | undefined,
): BrownoutSchedule {
  const { every, on, minutes, timeZone = 'UTC' } = brownout;
  const where = `brownouts.${index}`;
  const start = minuteOfDay(brownout.at, where);
  if (!Number.isInteger(minutes) || minutes < 1 || minutes > 1440) {
    throw noticeError(`"${where}.minutes" is not a number of minutes`, 'Write 1 to 1440.');
  }
  if (every !== 'week' && every !== 'day') {
    throw noticeError(`"${where}.every" is not day or week`, 'Write one of them.');
  }
  if (every === 'week' && (on === undefined || !WEEKDAYS.includes(on))) {
    throw noticeError(`"${where}.on" is not a weekday`, `Write one of ${WEEKDAYS.join(', ')}.`);
  }
  const clock = clockOf(timeZone, where);
  const from = brownout.from === undefined ? undefined : parseTime(`${where}.from`, brownout.from);
  const end = brownout.until === undefined ? sunset : parseTime(`${where}.until`, brownout.until);
  const status = statusOf(brownout, index);
  return (now) => {
    if ((from !== undefined && now < from) || (end !== undefined && now >= end)) return undefined;
    const { weekday, minute } = clock(now);
    // One that begins before midnight may still hold after it, on the next weekday.
    for (const daysBack of [0, 1]) {
      const since = minute - start + daysBack * 1440;
      const began = WEEKDAYS[(weekday - daysBack + 7) % 7];
      if (since < 0 || since >= minutes || (every === 'week' && began !== on)) continue;
      const intoMinute = now % MINUTE;
      return { status, until: now - intoMinute + (minutes - since) * MINUTE };
    }
    return undefined;
  };
}

function statusOf({ status = 410 }: Brownout, index: number): 410 | 503 {
  if (status === 410 || status === 503) return status;
  throw noticeError(`"brownouts.${index}.status" is not 410 or 503`, 'Write one of them.');
}

function minuteOfDay(at: unknown, where: string): number {
  const [, hours, minutes] = typeof at === 'string' ? (/^(\d\d):(\d\d)$/.exec(at) ?? []) : [];
  const minute = Number(hours) * 60 + Number(minutes);
  if (minute < 1440 && Number(minutes) < 60) return minute;
  throw noticeError(`"${where}.at" is not a time of day`, 'Write hours and minutes, 10:00.');
}

type Clock = (now: number) => { readonly weekday: number; readonly minute: number };

/** What weekday and minute of the day it is in a time zone. */
function clockOf(timeZone: string, where: string): Clock {
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat('en-GB', {
      timeZone,
      weekday: 'long',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
  } catch (error) {
    throw noticeError(
      `"${where}.timeZone" is not a time zone (${String(error)})`,
      'Write an IANA time zone such as Asia/Kuala_Lumpur.',
    );
  }
  return (now) => {
    const parts = Object.fromEntries(
      format.formatToParts(now).map(({ type, value }) => [type, value]),
    );
    const weekday = WEEKDAYS.findIndex((name) => name === parts['weekday']?.toLowerCase());
    return { weekday, minute: Number(parts['hour']) * 60 + Number(parts['minute']) };
  };
}
