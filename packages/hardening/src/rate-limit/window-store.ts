import { readFileSync } from 'node:fs';
import type { EventBus } from '@emas/events';
import { redisCommands, redisScript, storeCalls } from '@emas/redis';
import type { BoundedCallCounters, BoundedCalls, RedisClient, RedisCommands } from '@emas/redis';
import { LUA } from '../own-files.ts';
import { MemoryWindows } from './memory-windows.ts';
import type { Taking } from './memory-windows.ts';
import { roomAt, usedNow } from './window.ts';
import type { Allowance } from './window.ts';

const TIMEOUT_MS = 100;
const FAILURES = 5;
/** While Redis is away each process allows half as much. */
const ALONE = 2;

/** What a store works with. */
export interface WindowStoreParts {
  readonly allowance: Omit<Allowance, 'limit'>;
  readonly redis: RedisClient | undefined;
  readonly prefix: string;
  readonly bus: EventBus;
  /** The clock, for tests. @default Redis' own; of this process, where it counts */
  readonly now?: (() => number) | undefined;
}

/** What one request takes, by whom it counts, and of how much. */
export interface Ask {
  readonly key: string;
  readonly cost: number;
  readonly limit: number;
}

/** What was taken, and by whom it was counted: what is given back goes to the same. */
export interface Taken extends Ask {
  readonly taking: Taking;
  readonly isOwn: boolean;
}

/** How a client stands after a request. */
export interface Standing {
  readonly isAllowed: boolean;
  /** What is left of the limit. */
  readonly remaining: number;
  /** Milliseconds until all of it may be used again; for a refused request, until it would be let through. */
  readonly resetIn: number;
}

/** Fixed or sliding windows, costs, and a way on while Redis is away. */
export class WindowStore {
  readonly #parts: WindowStoreParts;
  readonly #own: MemoryWindows;
  readonly #commands: RedisCommands | undefined;
  readonly #take = redisScript(readFileSync(new URL('window.lua', LUA), 'utf8'));
  readonly #giveBack = redisScript(readFileSync(new URL('give-back.lua', LUA), 'utf8'));
  readonly #calls: BoundedCalls;

  constructor(parts: WindowStoreParts) {
    const { allowance, redis, bus } = parts;
    this.#parts = parts;
    this.#own = new MemoryWindows(allowance);
    this.#commands = redis === undefined ? undefined : redisCommands(redis);
    this.#calls = storeCalls({
      store: 'rate limits',
      direction: 'writes',
      timeout: TIMEOUT_MS,
      failures: FAILURES,
      events: bus,
    });
  }

  /** Takes what a request costs, if there is so much left; at once where this process counts. */
  take(ask: Ask): Taken | Promise<Taken> {
    const commands = this.#commands;
    return commands === undefined ? this.#takeOwn(ask) : this.#takeShared(commands, ask);
  }

  #takeOwn(ask: Ask): Taken {
    const { now = Date.now } = this.#parts;
    const { key, cost, limit } = ask;
    return { key, cost, limit, taking: this.#own.take(key, ask, now()), isOwn: true };
  }

  async #takeShared(commands: RedisCommands, ask: Ask): Promise<Taken> {
    const { cost, limit } = ask;
    try {
      const taking = await this.#calls.run(() => this.#fromRedis(commands, ask));
      return { ...ask, taking, isOwn: false };
    } catch {
      // Told by the calls as they go down. Half of a limit of one is still one request.
      return this.#takeOwn({ ...ask, cost: Math.min(cost * ALONE, limit) });
    }
  }

  standing({ taking, cost, limit }: Taken): Standing {
    const { window, algorithm } = this.#parts.allowance;
    const { at, isAllowed } = taking;
    const own = { limit, window, algorithm };
    if (!isAllowed) return { isAllowed, remaining: 0, resetIn: roomAt(taking, own, cost, at) - at };
    const used = Math.min(limit, Math.max(1, Math.ceil(usedNow(taking, own, at))));
    const left = window - (at % window);
    const resetIn = algorithm === 'fixed' ? left : left + window;
    return { isAllowed, remaining: limit - used, resetIn };
  }

  async #fromRedis(commands: RedisCommands, { key, cost, limit }: Ask): Promise<Taking> {
    const { window, algorithm } = this.#parts.allowance;
    const now = this.#parts.now?.() ?? '';
    const sliding = algorithm === 'sliding' ? '1' : '0';
    const words = [now, window, limit, cost].map(String);
    const reply = await this.#take(commands, [this.#parts.prefix + key], [...words, sliding]);
    const list = typeof reply === 'object' && reply !== null ? reply : [];
    const [isAllowed, current, before, at] = list;
    return {
      isAllowed: isAllowed === 1,
      current: Number(current),
      before: Number(before),
      at: Number(at),
    };
  }

  /**
   * Gives back what a request took that turned out not to count, to the window that it was taken of. While Redis
   * is away nothing can be given back: the window's end does it.
   */
  async giveBack({ key, taking, cost, isOwn }: Taken): Promise<void> {
    if (!taking.isAllowed) return;
    const commands = this.#commands;
    if (isOwn || commands === undefined) {
      this.#own.giveBack(key, cost, taking.at);
      return;
    }
    const words = [taking.at, this.#parts.allowance.window, cost].map(String);
    const giving = (): Promise<unknown> =>
      this.#giveBack(commands, [this.#parts.prefix + key], words);
    // A fault of Redis was told by the calls.
    await this.#calls.run(giving).catch(() => undefined);
  }

  counters(): BoundedCallCounters {
    return this.#calls.counters();
  }
}
