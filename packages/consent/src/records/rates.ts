import { isTimeZone } from '@emas/calendar';
import type { ClickHouseClient } from '@clickhouse/client';
import { parseOptions } from '@emas/options';
import { z } from 'zod';

/** Which decisions, and by what. */
export interface ConsentRateQuery {
  /** Milliseconds since 1970, from inclusive, to exclusive. */
  readonly from: number;
  readonly to: number;
  /** @default 'all' */
  readonly by?: 'all' | 'day' | 'language' | 'layout';
  /** Days begin at its midnight. @default 'UTC' */
  readonly timeZone?: string;
}

/** So many decisions of one value; a place for a frame that was pressed is `add`. */
export interface ConsentRate {
  /** A day is `2026-11-23`. */
  readonly value: string;
  readonly accept: number;
  readonly refuse: number;
  readonly choose: number;
  readonly add: number;
}

const time = z.number({ error: 'wants milliseconds since 1970' });
const schema = z.strictObject({
  from: time,
  to: time,
  by: z
    .enum(['all', 'day', 'language', 'layout'], { error: 'wants all, day, language or layout' })
    .default('all'),
  timeZone: z
    .string({ error: 'wants a time zone' })
    .refine(isTimeZone, 'wants a time zone such as Asia/Kuala_Lumpur')
    .default('UTC'),
});

// A receipt that was sent twice is one, merged yet or not.
const QUERY = `SELECT
    multiIf(
      {by:String} = 'day', toString(toDate(time, {timeZone:String})),
      {by:String} = 'language', language,
      {by:String} = 'layout', layout,
      'all'
    ) AS value,
    uniqExactIf(receipt, choice = 'accept') AS accept,
    uniqExactIf(receipt, choice = 'refuse') AS refuse,
    uniqExactIf(receipt, choice = 'choose') AS choose,
    uniqExactIf(receipt, choice = 'add') AS add
  FROM emas_consent_receipts
  WHERE app = {app:String} AND subject = ''
    AND time >= fromUnixTimestamp64Milli({from:Int64}, 'UTC')
    AND time < fromUnixTimestamp64Milli({to:Int64}, 'UTC')
  GROUP BY value
  ORDER BY if({by:String} = 'day', value, ''), count() DESC, value`;

/** @throws EmasError `ERR_EMAS_CONSENT_QUERY` on a wrong question. */
export async function readRates(
  client: ClickHouseClient,
  app: string,
  given: ConsentRateQuery,
): Promise<readonly ConsentRate[]> {
  const query = parseOptions('rates', 'ERR_EMAS_CONSENT_QUERY', schema, given);
  const result = await client.query({
    query: QUERY,
    query_params: {
      app,
      ...query,
      from: Math.floor(query.from),
      to: Math.floor(query.to),
    },
    format: 'JSONEachRow',
  });
  const rows = await result.json<Record<keyof ConsentRate, string>>();
  return rows.map(({ value, accept, refuse, choose, add }) => ({
    value,
    accept: Number(accept),
    refuse: Number(refuse),
    choose: Number(choose),
    add: Number(add),
  }));
}
