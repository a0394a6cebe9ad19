import { EmasError } from '@emas/errors';

/** Age of Majority Act 1971 (Malaysia), s 2. */
const FULL_AGE = 18;
const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;

/**
 * Whether somebody is under 18 on a day. Who is born on 29 February comes of age on 1 March.
 *
 * @param birthDate `2011-04-30`.
 * @throws EmasError `ERR_EMAS_CONSENT_BIRTH` on a day that there is not, or that lies ahead.
 */
export function isMinor(birthDate: string, now: number): boolean {
  const [, year = '', month = '', day = ''] = DAY.exec(birthDate) ?? [];
  const born = Date.UTC(Number(year), Number(month) - 1, Number(day));
  const isDay = year !== '' && new Date(born).toISOString().startsWith(birthDate);
  if (!isDay || born > now) {
    throw new EmasError('ERR_EMAS_CONSENT_BIRTH', 'The day of birth is not a day in the past.', {
      help: 'Give it as 2011-04-30, and check it in the form.',
    });
  }
  return now < Date.UTC(Number(year) + FULL_AGE, Number(month) - 1, Number(day));
}
