import { join } from 'node:path';
import { waitingPlaces } from '@emas/clickhouse/internal';
import type { DataKind, Keeping, KeptPlace } from '@emas/data-map';
import type { ResolvedSinkOptions } from './clickhouse/options.ts';
import { LINES_FOR, heldBy } from './kept-lines.ts';
import type { ResolvedOptions } from './options.ts';
import type { LogSink } from './record.ts';

const DAY_MS = 86_400_000;
/** How long the table keeps the count of an hour: its TTL. */
export const COUNTS_MS: number = 400 * DAY_MS;

type Logged = Pick<ResolvedOptions, 'routes' | 'folder' | 'addresses' | 'console' | 'sinks'>;

/** What the log has of visitors: its files, and whoever else gets its lines. */
export function logPlaces(options: Logged): readonly KeptPlace[] {
  const { console: onConsole, sinks } = options;
  const everything = [
    ...new Set(
      [...options.routes.keys()].flatMap((category) => heldBy(category, options.addresses)),
    ),
  ];
  const outputs = onConsole === false ? [] : [lineReceiver('standard output', everything)];
  return [
    ...filePlaces(options),
    ...outputs,
    ...sinks.flatMap((sink) =>
      isKeeping(sink) ? sink.keeps : [lineReceiver(sink.name, everything)],
    ),
  ];
}

function filePlaces({ routes, folder, addresses }: Logged): KeptPlace[] {
  if (folder === undefined) return [];
  return [...routes].flatMap(([category, { file, maxAge }]) => {
    const holds = heldBy(category, addresses);
    if (file === false || holds.length === 0) return [];
    return [
      {
        id: `log/${category}`,
        kind: 'file',
        where: join(folder, `${file}.<slot>.<day>.<part>.log`),
        holds,
        ...LINES_FOR[category],
        kept: { ms: maxAge, after: 'last line' },
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
    readers: ['security', 'developers'],
  };
  const waiting = {
    part: 'log-counts',
    spool,
    rejectedFor: COUNTS_MS,
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
    ...waitingPlaces({ ...waiting, holds: whole }),
  ];
}
