import type { ClickHouseClient } from '@clickhouse/client';
import { parseOptions, wholeNumber } from '@emas/options';
import { z } from 'zod';

/** What attempts can be broken down by. */
export type LoginDimension =
  'hour' | 'outcome' | 'reason' | 'account' | 'prefix' | 'network' | 'country' | 'client';

/** Which attempts, and by what. */
export interface FailureQuery {
  /** Milliseconds since 1970, from inclusive, to exclusive; both are of the hour they lie in. */
  readonly from: number;
  readonly to: number;
  readonly by: LoginDimension;
  /** A second thing to tell them by. @default none */
  readonly then?: LoginDimension;
  /** @default 'failure' */
  readonly outcome?: 'failure' | 'success' | 'any';
  /** Only those with these values; of several dimensions all must hold. */
  readonly where?: Partial<Record<Exclude<LoginDimension, 'hour'>, string>>;
  /** @default 100 */
  readonly limit?: number;
}

/** So many attempts of one value. */
export interface FailureRow {
  /** An hour is `2026-11-23 16:00:00`, UTC. */
  readonly value: string;
  /** Of `then`; '' without it. */
  readonly also: string;
  readonly count: number;
  /** How many different accounts and networks they are from. */
  readonly accounts: number;
  readonly prefixes: number;
  /** Milliseconds since 1970. */
  readonly first: number;
  readonly last: number;
}

const DIMENSIONS = [
  'hour',
  'outcome',
  'reason',
  'account',
  'prefix',
  'network',
  'country',
  'client',
] as const;
const dimension = z.enum(DIMENSIONS, { error: `wants one of ${DIMENSIONS.join(', ')}` });
const time = z.number({ error: 'wants milliseconds since 1970' });
const value = z
  .string({ error: 'wants a text' })
  .max(200, 'wants at most 200 characters')
  .optional();

const schema = z.strictObject({
  from: time,
  to: time,
  by: dimension,
  then: dimension.optional(),
  outcome: z
    .enum(['failure', 'success', 'any'], { error: 'wants failure, success or any' })
    .default('failure'),
  where: z
    .strictObject({
      outcome: value,
      reason: value,
      account: value,
      prefix: value,
      network: value,
      country: value,
      client: value,
    })
    .prefault({}),
  limit: wholeNumber('rows', 1, 10_000, 100),
});

// What is not asked for is a text that holds for all: the statement is the same for every question.
const QUERY = `SELECT
    toString({by:Identifier}) AS value,
    if({by:String} = {then:String}, '', toString({then:Identifier})) AS also,
    toUInt64(sum(count)) AS count,
    uniqExact(account) AS accounts,
    uniqExact(prefix) AS prefixes,
    toUnixTimestamp64Milli(min(first)) AS first,
    toUnixTimestamp64Milli(max(last)) AS last
  FROM (
    SELECT hour, outcome, reason, account, prefix, network, country, client,
      emas_login_attempts.count AS count, emas_login_attempts.first AS first,
      emas_login_attempts.last AS last
    FROM emas_login_attempts
    WHERE app = {app:String}
      AND hour >= toStartOfHour(fromUnixTimestamp64Milli({from:Int64}, 'UTC'))
      AND hour < fromUnixTimestamp64Milli({to:Int64}, 'UTC')
      AND ({outcome:String} = 'any' OR outcome = {outcome:String})
      AND ({has_outcome:UInt8} = 0 OR outcome = {where_outcome:String})
      AND ({has_reason:UInt8} = 0 OR reason = {where_reason:String})
      AND ({has_account:UInt8} = 0 OR account = {where_account:String})
      AND ({has_prefix:UInt8} = 0 OR prefix = {where_prefix:String})
      AND ({has_network:UInt8} = 0 OR network = {where_network:String})
      AND ({has_country:UInt8} = 0 OR country = {where_country:String})
      AND ({has_client:UInt8} = 0 OR client = {where_client:String})
  )
  GROUP BY value, also
  ORDER BY if({by:String} = 'hour', value, '') ASC, count DESC, value ASC, also ASC
  LIMIT {limit:UInt32}`;

/** @throws EmasError `ERR_EMAS_LOGIN_REVIEW_QUERY` on a wrong question. */
export async function readFailures(
  client: ClickHouseClient,
  app: string,
  given: FailureQuery,
): Promise<readonly FailureRow[]> {
  const query = parseOptions('failures', 'ERR_EMAS_LOGIN_REVIEW_QUERY', schema, given);
  const { from, to, by, then = by, outcome, where, limit } = query;
  const conditions = DIMENSIONS.filter((name) => name !== 'hour').flatMap((name) => [
    [`has_${name}`, where[name] === undefined ? 0 : 1],
    [`where_${name}`, where[name] ?? ''],
  ]);
  const result = await client.query({
    query: QUERY,
    query_params: {
      app,
      from: Math.floor(from),
      to: Math.floor(to),
      by,
      then,
      outcome,
      limit,
      ...Object.fromEntries(conditions),
    },
    format: 'JSONEachRow',
  });
  const rows = await result.json<Record<keyof FailureRow, string>>();
  return rows.map((row) => ({
    value: row.value,
    also: row.also,
    count: Number(row.count),
    accounts: Number(row.accounts),
    prefixes: Number(row.prefixes),
    first: Number(row.first),
    last: Number(row.last),
  }));
}
