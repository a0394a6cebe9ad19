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
  /** Its limit is that of requests that do not say another. */
  readonly allowance: Allowance;
  readonly redis: RedisClient | undefined;
  readonly prefix: string;
  readonly bus: EventBus;
  /** The clock, for tests. @default Redis' own; of this process, where it counts */
  readonly now?: (() => number) | undefined;
}

/** What one request takes of what it is allowed, and what came of it. */
export interface Ask {
  readonly cost: number;
  readonly limit: number;
  taken?: Taken;
}

/** What was taken, and by whom it was counted: what is given back goes to the same. */
export interface Taken {
  readonly taking: Taking;
  readonly cost: number;
  readonly limit: number;
  readonly isOwn: boolean;
}

/** A store for express-rate-limit: fixed or sliding windows, costs, and a way on while Redis is away. */
export class WindowStore implements Store {
  readonly localKeys: boolean;
  readonly prefix: string;
  readonly #parts: WindowStoreParts;
  readonly #own: MemoryWindows;
  readonly #commands: RedisCommands | undefined;
  readonly #take = redisScript(readFileSync(new URL('window.lua', LUA), 'utf8'));
  readonly #giveBack = redisScript(readFileSync(new URL('give-back.lua', LUA), 'utf8'));
  readonly #calls: BoundedCalls;
  /** express-rate-limit hands its stores a key and nothing else. */
  readonly #asks = new AsyncLocalStorage<Ask>();

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

  /**
   * Does what asks the store, for a request that takes so much.
   *
   * @param mayGiveBack Whether what is taken may turn out not to count.
   */
  asking<Result>(ask: Ask, mayGiveBack: boolean, action: () => Result): Result {
    const { limit } = this.#parts.allowance;
    // The same limit may stand before a route twice, at different costs.
    const isAsUsual =
      !mayGiveBack && ask.cost === 1 && ask.limit === limit && this.#asks.getStore() === undefined;
    return isAsUsual ? action() : this.#asks.run(ask, action);
  }

  async increment(key: string): Promise<IncrementResponse> {
    const ask = this.#asks.getStore();
    const { allowance } = this.#parts;
    const taken = await this.#taken(key, ask ?? { cost: 1, limit: allowance.limit });
    if (ask !== undefined) ask.taken = taken;
    const { taking, cost, limit } = taken;
    const { at } = taking;
    const own = { ...allowance, limit };
    if (!taking.isAllowed) {
      return { totalHits: limit + 1, resetTime: new Date(roomAt(taking, own, cost, at)) };
    }
    const end = at - (at % own.window) + own.window;
    return {
      totalHits: Math.min(limit, Math.max(1, Math.ceil(usedNow(taking, own, at)))),
      resetTime: new Date(own.algorithm === 'fixed' ? end : end + own.window),
    };
  }

  async #taken(key: string, { cost, limit }: Ask): Promise<Taken> {
    const commands = this.#commands;
    const { now = Date.now } = this.#parts;
    const own = (price: number): Taken => {
      const taking = this.#own.take(key, { cost: price, limit }, now());
      return { taking, cost: price, limit, isOwn: true };
    };
    if (commands === undefined) return own(cost);
    try {
      const taking = await this.#calls.run(() => this.#fromRedis(commands, key, { cost, limit }));
      return { taking, cost, limit, isOwn: false };
    } catch {
      // Told by the calls as they go down. Half of a limit of one is still one request.
      return own(Math.min(cost * ALONE, limit));
    }
  }

  async #fromRedis(commands: RedisCommands, key: string, { cost, limit }: Ask): Promise<Taking> {
    const { window, algorithm } = this.#parts.allowance;
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

  /** Of express-rate-limit, which does not know what was taken: {@link giveBack} does. */
  decrement(): void {}

  /**
   * Gives back what a request took that turned out not to count, to the window that it was taken of. While Redis
   * is away nothing can be given back: the window's end does it.
   */
  async giveBack(key: string, { taken }: Ask): Promise<void> {
    if (taken?.taking.isAllowed !== true) return;
    const { taking, cost, isOwn } = taken;
    const commands = this.#commands;
    if (isOwn || commands === undefined) {
      this.#own.giveBack(key, cost, taking.at);
      return;
    }
    const words = [taking.at, this.#parts.allowance.window, cost].map(String);
    const giving = (): Promise<unknown> => this.#giveBack(commands, [this.prefix + key], words);
    // A fault of Redis was told by the calls.
    await this.#calls.run(giving).catch(() => undefined);
  }

  counters(): BoundedCallCounters {
    return this.#calls.counters();
  }

  async resetKey(key: string): Promise<void> {
    this.#own.reset(key);
    const commands = this.#commands;
    if (commands !== undefined) await this.#calls.run(() => commands(['DEL', this.prefix + key]));
  }
}
