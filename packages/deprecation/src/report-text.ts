import type { ReportedClient } from './facts.ts';
import type { ReportedEndpoint } from './report.ts';

/** How a report is shown. */
export interface ReportTextOptions {
  readonly colour: boolean;
  /** Clients shown of each endpoint. @default 5 */
  readonly clients?: number;
  /** Width of the terminal: a narrower one is spared the first days and versions. @default any */
  readonly columns?: number;
}

const RESET = '\u001b[0m';
const GREEN = '\u001b[32m';
const RED = '\u001b[31m';
const DIM = '\u001b[2m';

/** For a terminal: what is known of each endpoint, its clients below it, and whether it can go. */
export function deprecationText(
  report: readonly ReportedEndpoint[],
  { colour, clients = 5, columns = Infinity }: ReportTextOptions,
): string {
  if (report.length === 0) return 'Nothing deprecated was declared or called.\n';
  const paint = (code: string, text: string): string => (colour ? `${code}${text}${RESET}` : text);
  return report
    .map((endpoint) => {
      const { safe } = endpoint;
      const answer = paint(safe.yes ? GREEN : RED, `safe to remove: ${safe.yes ? 'yes' : 'no'}`);
      const more = endpoint.clients.length - clients;
      return [
        visible(endpoint.endpoint),
        `  ${answer}, because ${visible(safe.because)}`,
        ...(endpoint.kind === 'code' ? [] : [`  ${paint(DIM, noticeText(endpoint))}`]),
        ...table(endpoint.clients.slice(0, clients), columns),
        ...(more > 0 ? [`  ${paint(DIM, `and ${more} more`)}`] : []),
        '',
      ].join('\n');
    })
    .join('\n');
}

function noticeText({ since, sunset, daysToSunset, successor }: ReportedEndpoint): string {
  const parts = [`deprecated since ${since || 'an unknown day'}`];
  if (sunset === undefined || daysToSunset === undefined) parts.push('no sunset');
  else if (daysToSunset > 0) parts.push(`sunset ${sunset}, in ${daysToSunset} days`);
  else parts.push(`sunset ${sunset}, ${-daysToSunset} days ago`);
  if (successor !== undefined) parts.push(`successor ${successor}`);
  return visible(parts.join(' · '));
}

const HEADINGS = ['client', 'kind', 'calls', 'first', 'last', 'app'];
const CALLS = 'calls';
/** What a narrow terminal can do without, the least wanted first. */
const SPARED = ['app', 'first', 'kind'];
const NARROWEST_CLIENT = 8;

function table(clients: readonly ReportedClient[], columns: number): string[] {
  if (clients.length === 0) return [];
  const rows = clients.map(({ id, kind, count, first, last, versions }) => [
    visible(id),
    kind,
    count.toLocaleString('en'),
    day(first),
    day(last),
    visible(versions.join(', ')),
  ]);
  const all = [HEADINGS, ...rows];
  const widths = HEADINGS.map((_, column) =>
    Math.max(...all.map((row) => row[column]?.length ?? 0)),
  );
  const shown = new Set(HEADINGS.keys());
  const width = (): number =>
    [...shown].reduce((sum, column) => sum + 2 + (widths[column] ?? 0), 0);
  for (const heading of SPARED) {
    if (width() > columns) shown.delete(HEADINGS.indexOf(heading));
  }
  const [widest = 0] = widths;
  widths[0] = Math.min(widest, Math.max(NARROWEST_CLIENT, widest - (width() - columns)));
  return all.map((row) =>
    [...shown]
      .map((column) => `  ${cell(row[column] ?? '', widths[column] ?? 0, HEADINGS[column])}`)
      .join('')
      .trimEnd(),
  );
}

function cell(text: string, width: number, heading: string | undefined): string {
  const fitting = text.length > width ? `${text.slice(0, width - 1)}…` : text;
  return heading === CALLS ? fitting.padStart(width) : fitting.padEnd(width);
}

function day(time: number): string {
  return Number.isNaN(time) ? '?' : new Date(time).toISOString().slice(0, 10);
}

/** Names come from user agents: a terminal shows them and does not obey them. CWE-150. */
function visible(text: string): string {
  // oxlint-disable-next-line no-control-regex
  return text.replace(/[\0-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g, '\ufffd');
}
