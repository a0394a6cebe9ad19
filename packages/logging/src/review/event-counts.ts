import { readFileSync } from 'node:fs';
import type { ClickHouseClient } from '@clickhouse/client';
import { parseOptions, wholeNumber } from '@emas/options';
import { coarseNetwork } from '@emas/addresses';
import { CATALOGUE } from '@emas/events';
import type { EventName } from '@emas/events';
import { z } from 'zod';
import { QUERIES } from '../own-files.ts';

const FILTERS = [
  'outcome',
  'reason',
  'account',
  'prefix',
  'country',
  'client',
  'endpoint',
] as const;
/** What counts of events can be told by. */
export type EventDimension = 'hour' | 'event' | (typeof FILTERS)[number];

const DIMENSIONS: readonly EventDimension[] = ['hour', 'event', ...FILTERS];

/** Which events, and by what. */
export interface EventCountQuery {
  readonly events: readonly EventName[];
  /** Milliseconds since 1970, from inclusive, to exclusive; both are of the hour they lie in. */
  readonly from: number;
  readonly to: number;
  readonly by: EventDimension;
  /** A second thing to tell them by. @default none */
  readonly then?: EventDimension;
  /**
   * Only those with these values, of which all must hold. An account is a hash, an outcome `success`,
   * `failure` or `unknown`.
   */
  readonly where?: Readonly<Partial<Record<(typeof FILTERS)[number], string>>>;
  /** @default 1000 */
  readonly limit?: number;
}

/** So many events of one value; hours come in their order, everything else the most frequent first. */
export interface EventCountRow {
  /** An hour is `2026-11-23 16:00:00`, UTC. */
  readonly value: string;
  /** Of `then`; '' without it. */
  readonly also: string;
  readonly count: number;
  /** How many different accounts and networks they are of. */
  readonly accounts: number;
  readonly prefixes: number;
  /** Milliseconds since 1970. */
  readonly first: number;
  readonly last: number;
}

const dimension = z.enum(DIMENSIONS, { error: `expected one of ${DIMENSIONS.join(', ')}` });
const time = z.number({ error: 'expected milliseconds since 1970' });
const value = z
  .string({ error: 'expected a text' })
  .max(200, 'expected at most 200 characters')
  .optional();
const EVENT_WANTED = 'expected names of events in the catalogue';

const schema = z.strictObject({
  events: z
    .array(
      z.custom<EventName>((name) => typeof name === 'string' && Object.hasOwn(CATALOGUE, name), {
        error: EVENT_WANTED,
      }),
      { error: EVENT_WANTED },
    )
    .min(1, EVENT_WANTED),
  from: time,
  to: time,
  by: dimension,
  then: dimension.optional(),
  where: z
    .strictObject({
      outcome: value,
      reason: value,
      account: value,
      prefix: value,
      country: value,
      client: value,
      endpoint: value,
    })
    .prefault({}),
  limit: wholeNumber('rows', 1, 100_000, 1000),
});

const QUERY = readFileSync(new URL('event-counts.sql', QUERIES), 'utf8');

/** Counts have networks of one size: of a smaller one, they are those round it. */
function countedNetwork(prefix: string): string {
  return coarseNetwork(prefix) || prefix;
}

/** @throws EmasError `ERR_EMAS_LOG_QUERY` on a wrong question. */
export async function readEventCounts(
  client: ClickHouseClient,
  app: string,
  given: EventCountQuery,
): Promise<readonly EventCountRow[]> {
  const query = parseOptions('counts', 'ERR_EMAS_LOG_QUERY', schema, given);
  const { events, from, to, by, then = by, where, limit } = query;
  const conditions = FILTERS.flatMap((name) => [
    [`has_${name}`, where[name] === undefined ? 0 : 1],
    [name, name === 'prefix' ? countedNetwork(where.prefix ?? '') : (where[name] ?? '')],
  ]);
  const result = await client.query({
    query: QUERY,
    query_params: {
      app,
      events,
      from: Math.floor(from),
      to: Math.floor(to),
      by,
      then,
      limit,
      ...Object.fromEntries(conditions),
    },
    format: 'JSONEachRow',
  });
  const rows = await result.json<Record<keyof EventCountRow, string>>();
  return rows.map(({ value: name, also, count, accounts, prefixes, first, last }) => ({
    value: name,
    also,
    count: Number(count),
    accounts: Number(accounts),
    prefixes: Number(prefixes),
    first: Number(first),
    last: Number(last),
  }));
}
