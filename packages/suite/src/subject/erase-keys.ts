import { redisCommands } from '@emas/redis';
import type { RedisClient } from '@emas/redis';
import type { SubjectIdentity } from './identity.ts';
import type { SubjectItem } from './subject-data.ts';

/**
 * Removes what was found in Redis: keys of the account whole, and of lists that everybody is in its members alone.
 *
 * @throws Redis' error.
 */
export async function eraseKeys(
  client: RedisClient,
  items: readonly SubjectItem[],
  identity: SubjectIdentity,
): Promise<void> {
  const commands = redisCommands(client);
  for (const { where, item } of items) {
    const isOfAll = Array.isArray(item) && !identity.isIn(where);
    if (!isOfAll) await commands(['DEL', where]);
    else for (const member of membersOf(item)) await commands(['ZREM', where, member]);
  }
}

/** Of members with their scores. */
function membersOf(list: readonly unknown[]): readonly string[] {
  return list.flatMap((pair) => (Array.isArray(pair) ? [String(pair[0])] : []));
}
