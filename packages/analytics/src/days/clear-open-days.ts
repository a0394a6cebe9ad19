import { setTimeout as sleep } from 'node:timers/promises';
import type { ClickHouseClient } from '@clickhouse/client';
import { runSqlFile } from '../query/sql-files.ts';

/** Parts have to be out of use for more than a second, which is told by whole ones. */
const PAUSE_MS = 300;
const MOST_LOOKS = 10;

/**
 * Has ClickHouse delete the files of rows that were moved or dropped. It does so by itself, about every half a
 * minute, but an embedded engine ends with the command that started it, and they hold the keys of visitors.
 */
export async function clearOpenDays(client: ClickHouseClient): Promise<void> {
  for (let looks = 0; looks < MOST_LOOKS; looks += 1) {
    // Whenever partitions are dropped, one that never was included, old files go.
    await client.command({
      query: "ALTER TABLE emas_open DROP PARTITION tuple('', toDate('1970-01-01'), '')",
    });
    const [left] = await runSqlFile<{ readonly parts: number }>(client, 'old-parts', {});
    if (left?.parts === 0) return;
    await sleep(PAUSE_MS);
  }
}
