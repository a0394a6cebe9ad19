import { AsyncLocalStorage } from 'node:async_hooks';
import { readFileSync } from 'node:fs';
import type { EventBus } from '@emas/events';
import { redisCommands, redisScript, storeCalls } from '@emas/redis';
import type { BoundedCallCounters, BoundedCalls, RedisClient, RedisCommands } from '@emas/redis';
import type { IncrementResponse, Store } from 'express-rate-limit';
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
  readonly allowance: Allowance;
  readonly redis: RedisClient | undefined;
  readonly prefix: string;
  readonly bus: EventBus;
  /** The clock, for tests. @default Redis' own; of this process, where it counts */
  readonly now?: (() => number) | undefined;
}

/** A store for express-rate-limit: fixed or sliding windows, costs, and a way on while Redis is away. */
export class WindowStore implements Store {
  readonly localKeys: boolean;
  readonly prefix: string;
  readonly #parts: WindowStoreParts;
  readonly #own: MemoryWindows;
  readonly #commands: RedisCommands | undefined;
  readonly #take = redisScript(readFileSync(new URL('window.lua', LUA), 'utf8'));
  readonly #calls: BoundedCalls;
  /** express-rate-limit hands its stores a key and nothing else. */
  readonly #cost = new AsyncLocalStorage<number>();

  constructor(parts: WindowStoreParts) {
    const { allowance, redis, prefix, bus } = parts;
    this.#parts = parts;
    this.prefix = prefix;
    this.localKeys = redis === undefined;
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

  /** Does what asks the store, at a cost other than 1. */
  atCost<Result>(cost: number, action: () => Result): Result {
    // The same limit may stand before a route twice, at different costs.
    const isAsUsual = cost === 1 && this.#cost.getStore() === undefined;
    return isAsUsual ? action() : this.#cost.run(cost, action);
  }

  async increment(key: string): Promise<IncrementResponse> {
    const { allowance } = this.#parts;
    const [taking, cost] = await this.#taken(key, this.#cost.getStore() ?? 1);
    const { at } = taking;
    if (!taking.isAllowed) {
      return {
        totalHits: allowance.limit + 1,
        resetTime: new Date(roomAt(taking, allowance, cost, at)),
      };
    }
    const end = at - (at % allowance.window) + allowance.window;
    return {
      totalHits: Math.min(allowance.limit, Math.max(1, Math.ceil(usedNow(taking, allowance, at)))),
      resetTime: new Date(allowance.algorithm === 'fixed' ? end : end + allowance.window),
    };
  }

  async #taken(key: string, cost: number): Promise<[Taking, number]> {
    const commands = this.#commands;
    const { allowance, now = Date.now } = this.#parts;
    if (commands === undefined) return [this.#own.take(key, cost, now()), cost];
    try {
      return [await this.#calls.run(() => this.#fromRedis(commands, key, cost)), cost];
    } catch {
      // Told by the calls as they go down. Half of a limit of one is still one request.
      const dearer = Math.min(cost * ALONE, allowance.limit);
      return [this.#own.take(key, dearer, now()), dearer];
    }
  }

  async #fromRedis(commands: RedisCommands, key: string, cost: number): Promise<Taking> {
    const { limit, window, algorithm } = this.#parts.allowance;
    const now = this.#parts.now?.() ?? '';
    const sliding = algorithm === 'sliding' ? '1' : '0';
    const words = [now, window, limit, cost].map(String);
    const reply = await this.#take(commands, [this.prefix + key], [...words, sliding]);
    const list = typeof reply === 'object' && reply !== null ? reply : [];
    const [isAllowed, current, before, at] = list;
    return {
      isAllowed: isAllowed === 1,
      current: Number(current),
      before: Number(before),
      at: Number(at),
    };
  }

  counters(): BoundedCallCounters {
    return this.#calls.counters();
  }

  /** Nothing is given back: what was taken was taken. */
  decrement(): void {}

  async resetKey(key: string): Promise<void> {
    this.#own.reset(key);
    const commands = this.#commands;
    if (commands !== undefined) await this.#calls.run(() => commands(['DEL', this.prefix + key]));
  }
}
