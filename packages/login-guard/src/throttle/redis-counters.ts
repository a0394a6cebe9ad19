import { readFileSync } from 'node:fs';
import { redisCommands, redisScript } from '@emas/redis';
import type { RedisClient, RedisCommands, RedisReply, RedisScript } from '@emas/redis';
import { LUA } from '../own-files.ts';
import { pairIndex } from './counters.ts';
import type { CountedKey, Counters, Decision, Judged } from './counters.ts';
import type { ResolvedRule } from './rules.ts';
import { mostUrgent } from './urgency.ts';

const ACTIONS = ['allow', 'captcha', 'delay', 'lock'] as const;

/**
 * Counts in Redis, for all processes together. Each decision is one script. What is counted of one attempt
 * lies in one slot of a cluster, and so does what is counted of all: logins are few.
 */
export class RedisCounters implements Counters {
  readonly #commands: RedisCommands;
  readonly #prefix: string;
  readonly #begin = script('begin');
  readonly #takeBack = script('take-back');

  /** @param prefix What all keys begin with; it has the tag of their slot. */
  constructor(client: RedisClient, prefix: string) {
    this.#commands = redisCommands(client);
    this.#prefix = prefix;
  }

  async begin(
    keys: readonly CountedKey[],
    { hasPassed, isCounted }: Judged,
    now: number,
  ): Promise<Decision> {
    if (keys.length === 0) return mostUrgent(keys, [], []);
    const reply = await this.#begin(this.#commands, this.#keys(keys), [
      String(now),
      hasPassed ? '1' : '0',
      isCounted ? '1' : '0',
      ...keys.flatMap(({ rule, isExempt }) => [isExempt ? '1' : '0', ...ruleWords(rule)]),
    ]);
    const [action, by, wait, ...failures] = listOf(reply);
    const decision = mostUrgent(keys, [], failures.map(Number));
    const found = ACTIONS.find((one) => one === action) ?? 'allow';
    if (found === 'allow') return decision;
    const rule = keys[Number(by) - 1]?.rule.name ?? '';
    return { ...decision, action: found, rule, wait: Number(wait) };
  }

  async succeed(keys: readonly CountedKey[], now: number): Promise<number> {
    return Number(await this.#back(keys, pairIndex(keys) + 1, now));
  }

  async refund(keys: readonly CountedKey[], now: number): Promise<void> {
    await this.#back(keys, 0, now);
  }

  async #back(keys: readonly CountedKey[], pair: number, now: number): Promise<RedisReply> {
    if (keys.length === 0) return 1;
    return this.#takeBack(this.#commands, this.#keys(keys), [
      String(now),
      String(pair),
      ...keys.flatMap(({ rule, isExempt }) => [isExempt ? '1' : '0', String(rule.forget)]),
    ]);
  }

  #keys(keys: readonly CountedKey[]): string[] {
    return keys.map(({ key }) => `${this.#prefix}${key}`);
  }
}

function ruleWords({ forget, tiers, longest }: ResolvedRule): string[] {
  const keep = Math.max(0, ...tiers.map(({ upTo }) => upTo));
  return [
    String(forget),
    String(keep),
    String(longest),
    String(tiers.length),
    ...tiers.flatMap((tier) => [
      String(tier.after),
      tier.action,
      String(tier.for),
      String(tier.upTo),
    ]),
  ];
}

function listOf(reply: RedisReply): readonly RedisReply[] {
  return typeof reply === 'object' && reply !== null ? reply : [];
}

function script(name: string): RedisScript {
  return redisScript(readFileSync(new URL(`${name}.lua`, LUA), 'utf8'));
}
