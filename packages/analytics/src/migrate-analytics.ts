import type { ClickHouseClient } from '@clickhouse/client';
import { migrate, readMigrations } from '@emas/clickhouse';
import { SCHEMA } from './own-files.ts';

/**
 * Makes or updates the tables of this package.
 *
 * @throws EmasError as `migrate()` does, or the client's error when ClickHouse cannot be reached.
 */
export async function migrateAnalytics(
  client: ClickHouseClient,
  options: { readonly cluster?: string | undefined } = {},
): Promise<void> {
  const migrations = readMigrations(SCHEMA);
  await migrate(client, migrations, { component: 'analytics', cluster: options.cluster });
}
