import { isTimeZone } from '@emas/calendar';
import { InvalidArgumentError } from 'commander';
import { setting } from './where.ts';
import { wrongSetting } from './wrong-setting.ts';

/**
 * The zone of the app's days: that of EMAS_TIME_ZONE, or the machine's.
 *
 * @throws EmasError `ERR_EMAS_COMMAND_SETTING`.
 */
export function ownTimeZone(): string {
  const zone = setting(process.env, 'EMAS_TIME_ZONE');
  if (zone === undefined) return Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (isTimeZone(zone)) return zone;
  throw wrongSetting('EMAS_TIME_ZONE', zone, 'a time zone', 'one such as Asia/Kuala_Lumpur');
}

export function readTimeZone(text: string): string {
  if (isTimeZone(text)) return text;
  throw new InvalidArgumentError('Expected an IANA time zone such as Asia/Kuala_Lumpur.');
}
