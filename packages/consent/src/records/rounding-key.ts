import type { ClickHouseClient } from '@clickhouse/client';
import { firstWritten, newSipKey } from '@emas/clickhouse/internal';
import type { SipKey } from '@emas/clickhouse/internal';

/**
 * The secret by which an app's figures are rounded: the first one that any process made. It stays as long as
 * the receipts, so that a day is rounded alike whenever it is asked for. Receipt numbers could not take its
 * place: a visitor knows his own, and could make as many as it takes to know the outcome.
 *
 * @throws The client's error.
 */
export async function roundingKey(client: ClickHouseClient, app: string): Promise<SipKey> {
  return firstWritten(client, {
    read: async () => readKey(client, app),
    make: newSipKey,
    table: 'emas_consent_rounding',
    token: `consent-rounding:${app}`,
    columns: { app },
  });
}

async function readKey(client: ClickHouseClient, app: string): Promise<SipKey | undefined> {
  const result = await client.query({
    query: `SELECT toString(low) AS low, toString(high) AS high
      FROM emas_consent_rounding WHERE app = {app:String} ORDER BY made, low, high LIMIT 1`,
    query_params: { app },
    format: 'JSONEachRow',
  });
  const [found] = await result.json<SipKey>();
  return found;
}
