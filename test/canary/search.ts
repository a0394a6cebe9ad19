import { readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { ClickHouseClient } from '@clickhouse/client';
import type { createClient } from 'redis';
import type { Holder } from './found.ts';

type Redis = ReturnType<typeof createClient>;

/**
 * Every file below a folder, packed ones unpacked.
 *
 * @param leftOut Folders in it that are not looked into: what the engine packs its own way is asked of the engine.
 */
export function filesIn(root: string, leftOut: readonly string[]): Holder[] {
  const holdersIn = (folder: string): Holder[] =>
    unlessGone(() => readdirSync(folder, { withFileTypes: true }), []).flatMap((entry) => {
      const path = join(folder, entry.name);
      const name = relative(root, path);
      if (entry.isDirectory()) return leftOut.includes(name) ? [] : holdersIn(path);
      const bytes = entry.isFile() ? unlessGone(() => readFileSync(path), undefined) : undefined;
      if (bytes === undefined) return [];
      const text = (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
      return [{ kind: 'file', name, text }];
    });
  return holdersIn(root);
}

/** A log that is rotated, and a file of the spool whose rows were sent, may go meanwhile. */
function unlessGone<Result, Otherwise>(
  read: () => Result,
  otherwise: Otherwise,
): Result | Otherwise {
  try {
    return read();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return otherwise;
    throw error;
  }
}

/** Every column of every row of every table. */
export async function tablesOf(client: ClickHouseClient): Promise<Holder[]> {
  const listed = await client.query({
    query: "SELECT name FROM system.tables WHERE database = currentDatabase() AND engine != 'View'",
    format: 'JSONEachRow',
  });
  const names = (await listed.json<{ name: string }>()).map(({ name }) => name);
  return Promise.all(
    names.map(async (name) => {
      const rows = await client.query({
        query: 'SELECT * FROM {name:Identifier}',
        query_params: { name },
        format: 'JSONEachRow',
      });
      return { kind: 'table', name, text: await rows.text() } as const;
    }),
  );
}

/** Every key with its value and the milliseconds that are left to it. */
export async function keysOf(redis: Redis): Promise<Holder[]> {
  const holders: Holder[] = [];
  for await (const names of redis.scanIterator({ COUNT: 1000 })) {
    for (const name of names) {
      const left = await redis.pTTL(name);
      const text = JSON.stringify(await valueOf(redis, name));
      holders.push({ kind: 'redis', name, text, left: left < 0 ? undefined : left });
    }
  }
  return holders;
}

async function valueOf(redis: Redis, name: string): Promise<unknown> {
  switch (await redis.type(name)) {
    case 'string':
      return redis.get(name);
    case 'hash':
      return redis.hGetAll(name);
    case 'zset':
      return redis.zRangeWithScores(name, 0, -1);
    case 'none':
      return null;
    default:
      throw new Error(`${name} is of a type that the search does not know.`);
  }
}
