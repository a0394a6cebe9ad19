import { redisCommands } from '@emas/redis';
import type { RedisClient, RedisCommands, RedisReply } from '@emas/redis';
import { listOf, namesAt } from './key-names.ts';
import type { SubjectIdentity } from './identity.ts';
import type { SubjectItem } from './subject-data.ts';

/** Keys of a place, `emas:portal:session:id:<hash>`, with somebody in name or value. @throws Redis' error. */
export async function keysWith(
  client: RedisClient,
  where: string,
  identity: SubjectIdentity,
): Promise<readonly SubjectItem[]> {
  const commands = redisCommands(client);
  const isWanted = (text: string): boolean => identity.isIn(text);
  const isWantedMember = ([member]: Member): boolean => isWanted(member);
  // Each is somebody's own, and names them.
  const isOfOne = where.endsWith(':account:<hash>');
  const found: SubjectItem[] = [];
  for await (const name of namesAt(commands, where)) {
    if (isOfOne && !isWanted(name)) continue;
    const value = await valueOf(commands, name);
    // A list that everybody is in tells of others as well.
    const item = isOfAll(value) && !isWanted(name) ? value.filter(isWantedMember) : value;
    const text = JSON.stringify(item);
    if (isWanted(name) || isWanted(text)) found.push({ where: name, item });
  }
  return found;
}

/** Of a sorted list: what is in it, and its score. */
type Member = [member: string, score: string];

function isOfAll(value: unknown): value is readonly Member[] {
  return Array.isArray(value);
}

/** Of a list of members and scores, or fields and values, pairs. */
async function valueOf(commands: RedisCommands, name: string): Promise<unknown> {
  const type = String(await commands(['TYPE', name]));
  if (type === 'string') return String(await commands(['GET', name]));
  if (type === 'hash') return Object.fromEntries(pairsOf(await commands(['HGETALL', name])));
  if (type === 'zset') {
    return pairsOf(await commands(['ZRANGE', name, '0', '-1', 'WITHSCORES']));
  }
  return '';
}

function pairsOf(reply: RedisReply): [string, string][] {
  const list = listOf(reply).map(String);
  return list.flatMap((text, at): [string, string][] =>
    at % 2 === 0 ? [[text, list[at + 1] ?? '']] : [],
  );
}
