import { deprecationReport } from '@emas/deprecation';
import type { DeprecationLine, ReportedClient, ReportedEndpoint } from '@emas/deprecation';
import type { LogEntry, LogReview } from '@emas/logging';
import type { DeprecatedClient, DeprecatedRow } from '../contract.ts';
import type { Span } from '../../../frame/server/asked-period.ts';
import { KEPT_MS, fullerTrends, instantOfHour, noTrend, trendsOf } from './desk.ts';
import type { HourCount, Slots } from './desk.ts';

const CALLS = ['deprecated_api_used', 'deprecated_api_counted'] as const;

/** Calls by endpoint and client since ever, and by endpoint and hour, of all machines. */
export interface CountedCalls {
  readonly clients: readonly {
    readonly endpoint: string;
    readonly client: string;
    readonly count: number;
    readonly first: number;
    readonly last: number;
  }[];
  readonly hours: readonly HourCount[];
}

export async function countedCalls(log: LogReview, span: Span): Promise<CountedCalls> {
  const now = Date.now();
  const [clients, hours] = await Promise.all([
    log.counts({
      events: CALLS,
      from: now - KEPT_MS,
      to: now + 1,
      by: 'endpoint',
      then: 'client',
      limit: 10_000,
    }),
    log.counts({ events: CALLS, ...span, by: 'endpoint', then: 'hour', limit: 100_000 }),
  ]);
  return {
    clients: clients.map(({ value, also, count, first, last }) => ({
      endpoint: value,
      client: also,
      count,
      first,
      last,
    })),
    hours: hours.map(({ value, also, count }) => ({
      name: value,
      hour: instantOfHour(also),
      count,
    })),
  };
}

/**
 * What the files of this machine know, with the calls that ClickHouse has of others: since a file and its
 * count tell of the same calls, of the two the greater holds.
 */
export function deprecatedRows({
  lines,
  counted,
  slots,
  quietDays,
}: {
  readonly lines: readonly LogEntry[];
  readonly counted: CountedCalls | undefined;
  readonly slots: Slots;
  readonly quietDays: number | undefined;
}): DeprecatedRow[] {
  const own = lines.map(deprecationLine);
  const all = counted === undefined ? own : [...own, ...ofOthers(own, counted)];
  const report = deprecationReport(all, quietDays === undefined ? {} : { quietDays });
  const trends = fullerTrends(trendsOf(counted?.hours ?? [], slots), trendsOf(callsOf(own), slots));
  return report.map((endpoint) =>
    deprecatedRow(endpoint, trends.get(endpoint.endpoint) ?? noTrend(slots)),
  );
}

function deprecationLine({ time, event, data }: LogEntry): DeprecationLine {
  return { time: new Date(time).toISOString(), event, data };
}

/** Those of one line are told at the time of the line. */
function callsOf(own: readonly DeprecationLine[]): HourCount[] {
  return own.flatMap(({ time, event, data }) => {
    const count = event === 'deprecated_api_used' ? 1 : Number(data['count']) || 0;
    if (!CALLS.some((name) => name === event)) return [];
    return [{ name: String(data['endpoint']), hour: Date.parse(time), count }];
  });
}

function ofOthers(own: readonly DeprecationLine[], { clients }: CountedCalls): DeprecationLine[] {
  const here = new Map<string, { count: number; kind: unknown }>();
  for (const { event, data } of own) {
    if (event !== 'deprecated_api_used' && event !== 'deprecated_api_counted') continue;
    const key = `${String(data['endpoint'])}\0${String(data['client'])}`;
    const known = here.get(key) ?? { count: 0, kind: data['client_kind'] };
    const calls = event === 'deprecated_api_used' ? 1 : Number(data['count']) || 0;
    here.set(key, { ...known, count: known.count + calls });
  }
  return clients.map(({ endpoint, client, count, first, last }) => {
    const known = here.get(`${endpoint}\0${client}`);
    const data = {
      endpoint,
      client,
      client_kind: known?.kind ?? 'family',
      count: Math.max(0, count - (known?.count ?? 0)),
      first: new Date(first).toISOString(),
      last: new Date(last).toISOString(),
    };
    return { time: data.first, event: 'deprecated_api_counted', data };
  });
}

function deprecatedRow(reported: ReportedEndpoint, trend: readonly number[]): DeprecatedRow {
  const { endpoint, kind, since, sunset, daysToSunset, successor, count, clients } = reported;
  const { lastUse, safe } = reported;
  const firstUse = clients.reduce((least, { first }) => Math.min(least, first), Infinity);
  return {
    endpoint,
    kind,
    since,
    sunset: sunset ?? null,
    daysToSunset: daysToSunset ?? null,
    successor: successor ?? null,
    count,
    firstUse: Number.isFinite(firstUse) ? new Date(firstUse).toISOString() : null,
    lastUse: lastUse === undefined ? null : new Date(lastUse).toISOString(),
    clients: clients.map(clientRow),
    trend,
    safe: safe.yes,
    because: safe.reason,
  };
}

function clientRow({ id, kind, count, first, last, versions }: ReportedClient): DeprecatedClient {
  return {
    id,
    kind,
    count,
    first: new Date(first).toISOString(),
    last: new Date(last).toISOString(),
    versions,
  };
}
