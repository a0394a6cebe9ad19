import { isRedisClient, redisCommands } from '@emas/redis';
import type { RedisClient } from '@emas/redis';
import type { RedisStore } from 'connect-redis';
import { textOf, textsOf } from './redis-replies.ts';

/** How many commands are on their way at a time. */
const BATCH = 500;

/** The keys below a prefix, on every node of a cluster. */
export interface KeyScan {
  /** Keys without the prefix. */
  keys(): Promise<readonly string[]>;
  clear(): Promise<void>;
}

/** connect-redis knows how to find the keys; what it asks a client for is made of any client here. */
export function keyScan(client: RedisClient, prefix: string): KeyScan {
  return {
    keys: async () => (await storeOf(client, prefix)).ids(),
    clear: async () => (await storeOf(client, prefix)).clear(),
  };
}

async function storeOf(client: RedisClient, prefix: string): Promise<RedisStore> {
  const { RedisStore } = await import('connect-redis');
  const commands = redisCommands(client);
  return new RedisStore({
    prefix,
    scanCount: BATCH,
    client: {
      get masters() {
        return nodesOf(client);
      },
      nodeClient: async (node: unknown) => {
        const reached = await nodeClientOf(client, node);
        return { scanIterator: (scan: ScanOptions) => scanKeys(reached, scan) };
      },
      // One key a command: on a cluster, they are on different nodes.
      del: (keys: readonly string[]) => inBatches(keys, (key) => commands(['UNLINK', key])),
    },
  });
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

interface ScanOptions {
  readonly MATCH: string;
  readonly COUNT: number;
}

async function* scanKeys(node: RedisClient, scan: ScanOptions): AsyncGenerator<string[]> {
  const commands = redisCommands(node);
  let cursor = '0';
  do {
    const reply = await commands([
      'SCAN',
      cursor,
      'MATCH',
      scan.MATCH,
      'COUNT',
      String(scan.COUNT),
    ]);
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
