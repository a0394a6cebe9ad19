import type { Language } from './language.ts';

const TIME_ZONE = 'Asia/Kuala_Lumpur';

export function formatMoney(sen: number, language: Language): string {
  return new Intl.NumberFormat(`${language}-MY`, { style: 'currency', currency: 'MYR' }).format(
    sen / 100,
  );
}

export function formatKilobytes(bytes: number, language: Language): string {
  const kilobytes = Math.max(1, Math.round(bytes / 1024));
  return `${new Intl.NumberFormat(`${language}-MY`).format(kilobytes)} KB`;
}

/** A calendar day, `2026-11-23`, in words. */
export function formatDay(day: string, language: Language): string {
  return new Intl.DateTimeFormat(`${language}-MY`, { dateStyle: 'long', timeZone: 'UTC' }).format(
    new Date(`${day}T00:00:00Z`),
  );
}

export function formatTime(time: Date, language: Language): string {
  return new Intl.DateTimeFormat(`${language}-MY`, {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone: TIME_ZONE,
  }).format(time);
}

/** For many times close together: "23 Nov 2026, 10:28 pm". */
export function formatShortTime(time: Date, language: Language): string {
  return new Intl.DateTimeFormat(`${language}-MY`, {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone: TIME_ZONE,
  }).format(time);
}

/** A Malaysian number as a link that phones call, wherever they are (RFC 3966). */
export function telephoneLink(number: string): string {
  return `tel:${number.replace(/^0/, '+60').replaceAll(/[^\d+]/g, '')}`;
}

/** The name of an ISO 3166-1 alpha-2 country. */
export function formatCountry(code: string, language: Language): string {
  return new Intl.DisplayNames([`${language}-MY`], { type: 'region' }).of(code) ?? code;
}

/** The day in Malaysia, `days` from now: what a date field understands, and sorts as text. */
export function dayFromToday(days: number): string {
  const format = new Intl.DateTimeFormat('en-CA', {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    timeZone: TIME_ZONE,
  });
  return format.format(new Date(Date.now() + days * 86_400_000));
}
