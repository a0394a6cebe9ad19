import { setTimeout as sleep } from 'node:timers/promises';
import type { ClickHouseClient } from '@clickhouse/client';
import { migrate, readMigrations } from '@emas/clickhouse';
import { EmasError } from '@emas/errors';

/**
 * Makes or updates the tables of this package.
 *
 * @throws EmasError as `migrate()` does, or the client's error when ClickHouse cannot be reached.
 */
export async function migrateAnalytics(
  client: ClickHouseClient,
  options: { readonly cluster?: string | undefined } = {},
): Promise<void> {
  const migrations = readMigrations(new URL('../schema/', import.meta.url));
  await migrate(client, migrations, { component: 'analytics', cluster: options.cluster });
}

const PAUSE_MS = 2000;
const LONGEST_PAUSE_MS = 30_000;

/**
 * Keeps trying until ClickHouse is there: an app starts without it, and its batches wait.
 *
 * @throws EmasError when trying again cannot help: a newer schema, a changed migration.
 */
export async function migrateWhenReachable(
  client: ClickHouseClient,
  options: {
    readonly cluster?: string | undefined;
    readonly signal: AbortSignal;
    /** Told of each failure that may pass. */
    readonly onFailure: (error: Error) => void;
  },
): Promise<void> {
  for (
    let pause = PAUSE_MS;
    !options.signal.aborted;
    pause = Math.min(pause * 2, LONGEST_PAUSE_MS)
  ) {
    try {
      return await migrateAnalytics(client, options);
    } catch (error) {
      if (error instanceof EmasError) throw error;
      options.onFailure(error instanceof Error ? error : new Error(String(error)));
      await sleep(pause, undefined, { signal: options.signal, ref: false }).catch(() => undefined);
    }
  }
}
