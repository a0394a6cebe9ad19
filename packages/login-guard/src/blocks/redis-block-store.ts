import type { EventBus } from '@emas/events';
import { redisCommands, redisScript, storeCalls } from '@emas/redis';
import type { BoundedCalls, RedisClient, RedisCommands, RedisReply } from '@emas/redis';
import type { Block } from './block.ts';
import type { BlockStore } from './block-store.ts';

const TIMEOUT_MS = 250;
const FAILURES = 5;

/** Somebody may have made one last longer meanwhile: that stays. */
const REMOVE_AS_READ = redisScript(`for i = 1, #ARGV, 2 do
  if redis.call('HGET', KEYS[1], ARGV[i]) == ARGV[i + 1] then redis.call('HDEL', KEYS[1], ARGV[i]) end
end
return 1`);

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
    const last = all.map(endOf).reduce((latest, end) => Math.max(latest, end), block.until);
    await this.#write('PEXPIRE', this.#key, String(Math.ceil(last - now)));
    await this.prune(now);
  }

  async prune(now: number): Promise<void> {
    const values = await this.#reads.run(() => this.#commands(['HVALS', this.#key]));
    const gone = textsOf(values).filter((text) => endOf(parsed(text)) <= now);
    const words = gone.flatMap((text) => [prefixOf(parsed(text)), text]);
    if (words.length === 0) return;
    await this.#writes.run(() => REMOVE_AS_READ(this.#commands, [this.#key], words));
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
    // Not written by us: readers leave out what is not a block.
    return undefined;
  }
}

function textsOf(reply: RedisReply): readonly string[] {
  return typeof reply === 'object' && reply !== null ? reply.map(String) : [];
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
