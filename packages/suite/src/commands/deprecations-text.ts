import { styleText } from 'node:util';
import type { ReportedClient, ReportedEndpoint } from '@emas/deprecation';
import { visibleText } from '@emas/logging/internal';
import { amount } from './amounts.ts';
import { table, terminalWidth } from './table.ts';
import type { Column } from './table.ts';

/** Clients shown of each endpoint on a terminal. In a pipe nothing is cut. */
const MOST_CLIENTS = 5;

/**
 * What is known of each endpoint, its clients below it, and whether it can go.
 *
 * @param width Of the terminal that it is shown on; infinite for a pipe.
 */
export function deprecationsText(
  report: readonly ReportedEndpoint[],
  width: number = terminalWidth(),
): string {
  if (report.length === 0) return 'Nothing deprecated was declared or called.\n';
  return report.map((endpoint) => endpointText(endpoint, width)).join('\n');
}

function endpointText(reported: ReportedEndpoint, width: number): string {
  const { endpoint, kind, safe, clients } = reported;
  const answer = styleText(
    safe.yes ? 'green' : 'red',
    `safe to remove: ${safe.yes ? 'yes' : 'no'}`,
  );
  const most = Number.isFinite(width) ? MOST_CLIENTS : clients.length;
  const more = clients.length - most;
  const shown = clients.slice(0, most).map(clientRow);
  return [
    `${visibleText(endpoint)}\n`,
    `  ${answer}, because ${visibleText(safe.because)}\n`,
    kind === 'code' ? '' : `  ${styleText('dim', noticeText(reported))}\n`,
    shown.length === 0 ? '' : table(COLUMNS, shown, { indent: 2, width }),
    more > 0 ? `  ${styleText('dim', `and ${amount(more)} more`)}\n` : '',
  ].join('');
}

function noticeText({ since, sunset, daysToSunset, successor }: ReportedEndpoint): string {
  const parts = [`deprecated since ${since || 'an unknown day'}`];
  if (sunset === undefined || daysToSunset === undefined) parts.push('no sunset');
  else if (daysToSunset > 0) parts.push(`sunset ${sunset}, in ${daysToSunset} days`);
  else parts.push(`sunset ${sunset}, ${-daysToSunset} days ago`);
  if (successor !== undefined) parts.push(`successor ${successor}`);
  return visibleText(parts.join(' · '));
}

const COLUMNS: readonly Column[] = [
  { heading: 'client', elastic: true },
  { heading: 'kind', spare: 3 },
  { heading: 'calls', align: 'right' },
  { heading: 'first', spare: 2 },
  { heading: 'last' },
  { heading: 'app', spare: 1 },
];

function clientRow({ id, kind, count, first, last, versions }: ReportedClient): string[] {
  return [id, kind, amount(count), day(first), day(last), versions.join(', ')];
}

function day(time: number): string {
  return Number.isNaN(time) ? '?' : new Date(time).toISOString().slice(0, 10);
}
