import { isRedisClient, redisCommands } from '@emas/redis';
import type { RedisClient } from '@emas/redis';
import { textOf, textsOf } from './redis-replies.ts';

/** How many commands are on their way at a time. */
const BATCH = 500;

/** The keys below a prefix, which has none of the signs of a pattern, on every node of a cluster. */
export interface KeyScan {
  /** Keys without the prefix. */
  keys(): Promise<readonly string[]>;
  clear(): Promise<void>;
}

export function keyScan(client: RedisClient, prefix: string): KeyScan {
  const commands = redisCommands(client);
  return {
    keys: async () => (await keysBelow(client, prefix)).map((key) => key.slice(prefix.length)),
    clear: async () => {
      // One key a command: on a cluster, they are on different nodes.
      await inBatches(await keysBelow(client, prefix), (key) => commands(['UNLINK', key]));
    },
  };
}

async function keysBelow(client: RedisClient, prefix: string): Promise<string[]> {
  // SCAN may give a key more than once.
  const found = new Set<string>();
  for (const node of nodesOf(client)) {
    const reached = await nodeClientOf(client, node);
    for await (const keys of scanKeys(reached, prefix)) for (const key of keys) found.add(key);
  }
  return [...found];
}

/** Sends something for each, some at a time. */
export async function inBatches<Item, Result>(
  items: readonly Item[],
  send: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (let at = 0; at < items.length; at += BATCH) {
    results.push(...(await Promise.all(items.slice(at, at + BATCH).map(send))));
  }
  return results;
}

async function* scanKeys(node: RedisClient, prefix: string): AsyncGenerator<string[]> {
  const commands = redisCommands(node);
  let cursor = '0';
  do {
    const reply = await commands(['SCAN', cursor, 'MATCH', `${prefix}*`, 'COUNT', String(BATCH)]);
    const [next, keys] = Array.isArray(reply) ? reply : [];
    cursor = textOf(next) ?? '0';
    yield textsOf(keys).filter((key) => key !== undefined);
  } while (cursor !== '0');
}

/** A node-redis cluster lists its masters, an ioredis cluster gives them when asked. */
function nodesOf(client: RedisClient): readonly unknown[] {
  if (Array.isArray(client.masters)) return client.masters;
  const nodes: unknown = callMethod(client, 'nodes', 'master');
  return Array.isArray(nodes) ? nodes : [client];
}

async function nodeClientOf(client: RedisClient, node: unknown): Promise<RedisClient> {
  const reached =
    client.masters === undefined ? node : await callMethod(client, 'nodeClient', node);
  // Never the cluster itself in place of a node: the keys of all others would be missing.
  if (!isRedisClient(reached))
    throw new TypeError('The cluster gave no client for one of its nodes.');
  return reached;
}

function callMethod(client: RedisClient, name: string, argument: unknown): unknown {
  const method: unknown = Reflect.get(client, name);
  return typeof method === 'function' ? Reflect.apply(method, client, [argument]) : undefined;
}
