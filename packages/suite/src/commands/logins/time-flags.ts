import { isTimeZone } from '@emas/calendar';
import { InvalidArgumentError } from 'commander';

/** `2026`. */
export function readYear(text: string): number {
  if (!/^(?:19[7-9]\d|20\d\d)$/.test(text)) {
    throw new InvalidArgumentError('Expected a year from 1970 to 2099.');
  }
  return Number(text);
}

/** `Asia/Kuala_Lumpur`. */
export function readTimeZone(text: string): string {
  if (!isTimeZone(text)) {
    throw new InvalidArgumentError('Expected an IANA time zone such as Asia/Kuala_Lumpur.');
  }
  return text;
}
