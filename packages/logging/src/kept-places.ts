import { join } from 'node:path';
import { waitingPlaces } from '@emas/clickhouse/internal';
import type { DataKind, Keeping, KeptPlace } from '@emas/data-map';
import type { ResolvedSinkOptions } from './clickhouse/options.ts';
import { LINES_FOR, heldBy } from './kept-lines.ts';
import type { ResolvedOptions } from './options.ts';
import type { LogSink } from './record.ts';

const DAY_MS = 86_400_000;
/** How long the table keeps the count of an hour: its TTL. */
const COUNTS_MS: number = 400 * DAY_MS;

type Logged = Pick<
  ResolvedOptions,
  'routes' | 'folder' | 'addresses' | 'accounts' | 'console' | 'sinks'
>;
/** Nobody else reads what the log has of visitors. */
const READERS = ['security', 'developers'] as const;

/** What the log has about visitors: its files, and the other receivers of its lines. */
export function logPlaces(options: Logged): readonly KeptPlace[] {
  const { console: onConsole, sinks, routes } = options;
  const held = [...routes.keys()].flatMap((category) => heldBy(category, options));
  const everything = [...new Set(held)];
  const outputs = onConsole === false ? [] : [lineReceiver('standard output', everything)];
  return [
    ...filePlaces(options),
    ...outputs,
    ...sinks.flatMap((sink) =>
      isKeeping(sink) ? sink.keeps : [lineReceiver(sink.name, everything)],
    ),
  ].filter(({ holds }) => holds.length > 0);
}

function filePlaces(options: Logged): KeptPlace[] {
  const { routes, folder } = options;
  if (folder === undefined) return [];
  return [...routes].flatMap(([category, { file }]) => {
    // Of several categories in one file the first says for how long.
    const maxAge = [...routes.values()].find((route) => route.file === file)?.maxAge;
    if (file === false || maxAge === undefined) return [];
    return [
      {
        id: `log/${category}`,
        kind: 'file',
        where: join(folder, `${file}.<slot>.<day>.<part>`),
        holds: heldBy(category, options),
        reason: LINES_FOR[category],
        kept: {
          ...{ ms: maxAge, after: 'last line' },
          ...(category === 'consent' ? { exempt: 'proof' } : {}),
        },
        readers: READERS,
      } satisfies KeptPlace,
    ];
  });
}

function lineReceiver(name: string, holds: readonly DataKind[]): KeptPlace {
  return {
    id: `log/to ${name}`,
    kind: 'recipient',
    where: name,
    holds,
    reason: 'security',
    kept: { until: 'recipient' },
    readers: ['recipient'],
    recipient: { name },
  };
}

function isKeeping(sink: LogSink): sink is LogSink & Keeping {
  return 'keeps' in sink;
}

/** Rejected rows go with what they would be: lines before counts. */
export function rejectedFor({ rawDays = Infinity }: Pick<ResolvedSinkOptions, 'rawDays'>): number {
  return Math.min(rawDays * DAY_MS, COUNTS_MS);
}

/** What ClickHouse gets of the log: counts, and lines where they are asked for. */
export function sinkPlaces({ spool, rawDays }: ResolvedSinkOptions): readonly KeptPlace[] {
  const counted = [
    'account',
    'network',
    'country',
    'client',
    'program',
    'attempts',
    'moment',
  ] as const;
  const counts: KeptPlace = {
    id: 'log-counts/events',
    kind: 'table',
    where: 'emas_event_counts',
    holds: counted,
    reason: 'security',
    kept: { ms: COUNTS_MS, after: 'written' },
    readers: READERS,
  };
  const waiting = {
    part: 'log-counts',
    spool,
    rejected: { ms: COUNTS_MS, after: 'written' },
    reason: 'security',
  } as const;
  if (rawDays === undefined) return [counts, ...waitingPlaces({ ...waiting, holds: counted })];
  const whole = [
    ...counted,
    'address',
    'session',
    'receipt',
    'choice',
    'page',
    'source',
    'error',
    'app-data',
  ] as const;
  return [
    counts,
    {
      ...counts,
      id: 'log-counts/lines',
      where: 'emas_log_lines',
      holds: whole,
      kept: { ms: rawDays * DAY_MS, after: 'written' },
    },
    ...waitingPlaces({
      ...waiting,
      holds: whole,
      rejected: { ms: rejectedFor({ rawDays }), after: 'written' },
    }),
  ];
}
