import type { BlockedRow } from '../contract.ts';

/** What goes into the options: the option, with what it has to name besides. */
export function allowedCode({ setting, value, remedy }: BlockedRow): string {
  if (remedy === 'none' || remedy === 'rewrite') return '';
  return value === '' ? setting : `${setting}: ["${value}"]`;
}
