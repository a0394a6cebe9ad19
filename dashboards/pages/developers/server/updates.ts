import type { LogEntry } from '@emas/logging';
import type { UpdateRow } from '../contract.ts';

const EVENTS: readonly UpdateRow['event'][] = [
  'versions_recorded',
  'app_updated',
  'node_updated',
  'package_added',
  'package_updated',
  'package_removed',
  'updates_unreadable',
];

/** What was different from one start to the next, the latest first. */
export function updateRows(lines: readonly LogEntry[]): UpdateRow[] {
  return lines.flatMap(({ time, event, data }) => {
    const known = EVENTS.find((name) => name === event);
    if (known === undefined) return [];
    const text = (key: string): string => {
      const value = data[key];
      return typeof value === 'string' ? value : '';
    };
    return [
      {
        time: new Date(time).toISOString(),
        event: known,
        package: text('package'),
        from: text('from'),
        to: text('to') || text('version'),
      },
    ];
  });
}
