import { join } from 'node:path';
import { isAt } from '@emas/data-map';
import type { KeptPlace } from '@emas/data-map';
import { redisCommands } from '@emas/redis';
import type { RedisClient } from '@emas/redis';
import { filesBelow } from './files-below.ts';
import { namesAt } from './key-names.ts';
import { textIn } from './lines-with.ts';

const HASH = /[\w-]{22}/g;

/** Hashes of the places that accounts are known to be opened from, those of everybody. @throws Redis' error, or the system's. */
export async function knownPlaces(
  places: readonly KeptPlace[],
  { redis, data }: { readonly redis: RedisClient | undefined; readonly data: string },
): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  for (const { id, kind, where } of places) {
    if (id !== 'login-guard/known') continue;
    if (kind === 'file') {
      const files = filesBelow(data).filter((file) => isAt(where, file));
      for (const file of files) addAll(textIn(join(data, file)), found);
    }
    if (kind !== 'redis' || redis === undefined) continue;
    for await (const name of namesAt(redisCommands(redis), where)) {
      addAll(name.slice(name.lastIndexOf(':')), found);
    }
  }
  return found;
}

function addAll(text: string, found: Set<string>): void {
  for (const [hash] of text.matchAll(HASH)) found.add(hash);
}
