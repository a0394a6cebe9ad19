import type { BlockedThing, Remedy } from '@emas/hardening/internal';
import { table } from '../table.ts';
import { minuteOf } from '../time-text.ts';

const FIXES: Readonly<Record<Remedy, (thing: BlockedThing) => string>> = {
  set: ({ setting, value }) => (value === '' ? setting : `${setting}: ["${value}"]`),
  nonce: ({ setting }) => `the nonce, or ${setting} with its hash`,
  rewrite: () => 'move it from the attribute into a file',
  library: ({ setting }) => `a library with Trusted Types, named in ${setting}`,
  none: () => 'no option allows it',
};

/** What was blocked, or would have been, for people. */
export function blockedText(found: readonly BlockedThing[], folder: string): string {
  const parts = [
    partText(
      'Would be blocked (let through for now)',
      found.filter(({ isBlocked }) => !isBlocked),
    ),
    partText(
      'Was blocked',
      found.filter(({ isBlocked }) => isBlocked),
    ),
  ].filter((text) => text !== '');
  if (parts.length === 0)
    return `${folder}: no log line reports anything that was or would be blocked.\n`;
  return `${parts.join('\n')}\nBrowsers send these reports, and anybody can forge one: allow only what you recognise.\n`;
}

function partText(title: string, found: readonly BlockedThing[]): string {
  if (found.length === 0) return '';
  const rows = found.map((thing) => {
    const { count, what, where, elsewhere, last, remedy } = thing;
    const places = elsewhere === 0 ? where : `${where} and ${elsewhere} more`;
    return [String(count), what, FIXES[remedy](thing), places, minuteOf(last)];
  });
  const columns = [
    { heading: 'times', align: 'right' },
    { heading: 'what' },
    { heading: 'allowed by' },
    { heading: 'where', elastic: true, spare: 2 },
    { heading: 'last (UTC)', spare: 1 },
  ] as const;
  return `${title}:\n${table(columns, rows, { indent: 2 })}`;
}
