import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { connect } from '@emas/clickhouse';
import { isAt } from '@emas/data-map';
import type { KeptPlace } from '@emas/data-map';
import { redisCommands } from '@emas/redis';
import type { RedisClientType } from 'redis';
import { filesBelow } from '../../subject/files-below.ts';
import { namesAt } from '../../subject/key-names.ts';

/** What is found in a place. */
export interface FoundThere {
  /** Files, rows or keys. */
  readonly count: number;
  /** Milliseconds since 1970 from which the time of the oldest counts; of keys the end of the last one. */
  readonly oldest?: number;
  readonly ends?: number;
  /** Milliseconds that the table itself keeps a row, as its TTL says. */
  readonly ttl?: number;
}

/** Files of a place, by when they were written last. */
export function oldestFile(data: string, { where }: KeptPlace): FoundThere {
  const times = filesBelow(data)
    .filter((file) => isAt(where, file) || isAt(where, join(data, file)))
    .map((file) => statSync(join(data, file), { throwIfNoEntry: false })?.mtimeMs)
    .filter((time) => time !== undefined);
  return times.length === 0
    ? { count: 0 }
    : { count: times.length, oldest: Math.floor(Math.min(...times)) };
}

/** From what the time of a row counts, by table. Totals of whole days are kept for good, and are no row of it. */
const TIMES: Readonly<Record<string, string>> = {
  emas_open: 'day',
  emas_closing: 'day',
  emas_fresh: 'day',
  emas_cells: "if(dimension1 = '', NULL, day)",
  emas_event_counts: 'hour',
  emas_log_lines: 'time',
  emas_login_incidents: 'opened',
  emas_login_incident_changes: 'time',
  emas_consent_receipts: 'time',
};

/** @returns `undefined` for a table that is not there, or of which it is not known what its times are. */
export async function oldestRow(
  client: ReturnType<typeof connect>,
  { where: name }: KeptPlace,
): Promise<FoundThere | undefined> {
  const time = TIMES[name];
  const made = await client.query({
    query:
      'SELECT engine_full AS engine FROM system.tables WHERE database = currentDatabase() AND name = {name:String}',
    query_params: { name },
    format: 'JSONEachRow',
  });
  const [table] = await made.json<{ engine: string }>();
  if (time === undefined || table === undefined) return undefined;
  const days = /TTL .*toIntervalDay\((\d+)\)/.exec(table.engine)?.[1];
  const rows = await client.query({
    query: `SELECT count(time) AS count, toUnixTimestamp(toDateTime(min(time), 'UTC')) AS oldest FROM (SELECT ${time} AS time FROM {name:Identifier})`,
    query_params: { name },
    format: 'JSONEachRow',
  });
  const [found] = await rows.json<{ count: string; oldest: number | null }>();
  const count = Number(found?.count ?? 0);
  return {
    count,
    ...(count === 0 ? {} : { oldest: Number(found?.oldest) * 1000 }),
    ...(days === undefined ? {} : { ttl: Number(days) * 86_400_000 }),
  };
}

/** Keys of a place; one without an end of its own ends never. */
export async function lastingKey(
  client: RedisClientType,
  { where }: KeptPlace,
  now: number,
): Promise<FoundThere> {
  let count = 0;
  let longest = -1;
  const commands = redisCommands(client);
  for await (const name of namesAt(commands, where)) {
    count += 1;
    const left = Number(await commands(['PTTL', name]));
    longest = Math.max(longest, left === -1 ? Infinity : left);
  }
  return count === 0 ? { count } : { count, ends: now + longest };
}
