import type { EventBus } from '@emas/events';
import { redisCommands, storeCalls } from '@emas/redis';
import type { BoundedCalls, RedisClient, RedisCommands, RedisReply } from '@emas/redis';
import type { Block } from './block.ts';
import type { BlockStore } from './block-store.ts';

const TIMEOUT_MS = 250;
const FAILURES = 5;

/**
 * Keeps them in one hash, each field with a prefix. The hash lives as long as the longest of them, so that
 * none outlasts its time even where nobody ever looks again.
 */
export class RedisBlockStore implements BlockStore {
  readonly #commands: RedisCommands;
  readonly #key: string;
  readonly #reads: BoundedCalls;
  readonly #writes: BoundedCalls;

  constructor(client: RedisClient, key: string, events: EventBus) {
    const bounds = { store: 'blocks', timeout: TIMEOUT_MS, failures: FAILURES, events };
    this.#reads = storeCalls({ ...bounds, direction: 'reads' });
    this.#writes = storeCalls({ ...bounds, direction: 'writes' });
    this.#commands = redisCommands(client);
    this.#key = key;
  }

  async read(): Promise<readonly unknown[]> {
    const reply = await this.#reads.run(() => this.#commands(['HVALS', this.#key]));
    return typeof reply === 'object' && reply !== null ? reply.map(parsed) : [];
  }

  async put(block: Block, now: number): Promise<void> {
    await this.#write('HSET', this.#key, block.prefix, JSON.stringify(block));
    const all = await this.read();
    const ends = all.map((one) => endOf(one));
    const gone = all.filter((_, index) => (ends[index] ?? 0) <= now).map(prefixOf);
    if (gone.length > 0) await this.#write('HDEL', this.#key, ...gone);
    const last = ends.reduce((latest, end) => Math.max(latest, end), block.until);
    await this.#write('PEXPIRE', this.#key, String(Math.ceil(last - now)));
  }

  async remove(prefix: string): Promise<boolean> {
    return (await this.#write('HDEL', this.#key, prefix)) === 1;
  }

  #write(...command: [string, ...string[]]): Promise<RedisReply> {
    return this.#writes.run(() => this.#commands(command));
  }
}

function parsed(reply: RedisReply): unknown {
  try {
    return JSON.parse(String(reply));
  } catch {
    // Not written by us: whoever reads leaves out what is no block.
    return undefined;
  }
}

function endOf(value: unknown): number {
  const until = fieldOf(value, 'until');
  return typeof until === 'number' ? until : 0;
}

function prefixOf(value: unknown): string {
  const prefix = fieldOf(value, 'prefix');
  return typeof prefix === 'string' ? prefix : '';
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
