import { styleText } from 'node:util';
import type { ReportedClient, ReportedEndpoint } from '@emas/deprecation';
import { visibleText } from '@emas/logging/internal';
import { amount } from './amounts.ts';
import { table } from './table.ts';
import type { Column } from './table.ts';

/** Clients shown of each endpoint. */
const MOST_CLIENTS = 5;

/** What is known of each endpoint, its clients below it, and whether it can go. */
export function deprecationsText(report: readonly ReportedEndpoint[], width?: number): string {
  if (report.length === 0) return 'Nothing deprecated was declared or called.\n';
  return report.map((endpoint) => endpointText(endpoint, width)).join('\n');
}

function endpointText(reported: ReportedEndpoint, width: number | undefined): string {
  const { endpoint, kind, safe, clients } = reported;
  const answer = styleText(
    safe.yes ? 'green' : 'red',
    `safe to remove: ${safe.yes ? 'yes' : 'no'}`,
  );
  const more = clients.length - MOST_CLIENTS;
  const shown = clients.slice(0, MOST_CLIENTS).map(clientRow);
  return [
    `${visibleText(endpoint)}\n`,
    `  ${answer}, because ${visibleText(safe.because)}\n`,
    kind === 'code' ? '' : `  ${styleText('dim', noticeText(reported))}\n`,
    shown.length === 0
      ? ''
      : table(COLUMNS, shown, { indent: 2, ...(width === undefined ? {} : { width }) }),
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
