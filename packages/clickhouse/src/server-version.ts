import type { ClickHouseClient } from '@clickhouse/client';
import { EmasError } from '@emas/errors';

/**
 * The oldest ClickHouse that migrations are applied to. Behind materialized views, a repeated batch is known by
 * its token as we need it since 24.7; 25.8 is a release with long-term support that has all corrections to that,
 * and those with long-term support before it get no more fixes. Nothing else in the schemas is as young.
 */
const OLDEST = { year: 25, release: 8 };

/**
 * @throws EmasError `ERR_EMAS_CLICKHOUSE_VERSION` where the server is older than it may be; the client's error
 * when it is away.
 */
export async function checkServerVersion(client: ClickHouseClient): Promise<void> {
  const answer = await client.query({
    query: 'SELECT version() AS version',
    format: 'JSONEachRow',
  });
  const [row] = await answer.json<{ version: string }>();
  const found = row?.version ?? '';
  const [, year, release] = /^(\d{1,4})\.(\d{1,4})\b/.exec(found) ?? [];
  // A build that names itself otherwise is somebody's own, who knows what is in it.
  if (year === undefined || release === undefined) return;
  const isNewEnough =
    Number(year) > OLDEST.year ||
    (Number(year) === OLDEST.year && Number(release) >= OLDEST.release);
  if (isNewEnough) return;
  throw new EmasError(
    'ERR_EMAS_CLICKHOUSE_VERSION',
    `The server is ClickHouse ${found}; ${OLDEST.year}.${OLDEST.release} or newer is needed.`,
    { help: 'Update the server, or name another one. Batches wait on disk meanwhile.' },
  );
}
