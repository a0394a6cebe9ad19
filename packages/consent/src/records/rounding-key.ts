import { randomBytes } from 'node:crypto';
import type { ClickHouseClient } from '@clickhouse/client';
import { sendBatch } from '@emas/clickhouse/internal';

/** A key of SipHash, in two halves. */
export interface RoundingKey {
  readonly low: string;
  readonly high: string;
}

/** Decides nothing: for figures that are exact. */
export const NO_KEY: RoundingKey = { low: '0', high: '0' };

/**
 * The secret by which an app's figures are rounded: the first one that any process made. It stays as long as
 * the receipts, so that a day is rounded alike whenever it is asked for. Receipt numbers could not take its
 * place: a visitor knows his own, and could make as many as it takes to know the outcome.
 *
 * @throws The client's error.
 */
export async function roundingKey(client: ClickHouseClient, app: string): Promise<RoundingKey> {
  const known = await readKey(client, app);
  if (known !== undefined) return known;
  const made = randomBytes(16);
  const [low, high] = [made.readBigUInt64LE(0).toString(), made.readBigUInt64LE(8).toString()];
  await sendBatch(client, {
    token: `consent-rounding:${app}`,
    table: 'emas_consent_rounding',
    rows: 1,
    body: JSON.stringify({ app, low, high }),
  });
  return (await readKey(client, app)) ?? { low, high };
}

async function readKey(client: ClickHouseClient, app: string): Promise<RoundingKey | undefined> {
  const result = await client.query({
    query: `SELECT toString(low) AS low, toString(high) AS high
      FROM emas_consent_rounding WHERE app = {app:String} ORDER BY made, low, high LIMIT 1`,
    query_params: { app },
    format: 'JSONEachRow',
  });
  const [found] = await result.json<RoundingKey>();
  return found;
}
