import { readFileSync } from 'node:fs';
import { redisCommands, redisScript } from '@emas/redis';
import type { RedisClient, RedisCommands, RedisReply, RedisScript } from '@emas/redis';
import { LUA } from '../own-files.ts';
import { KNOWN_FOR_MS } from './counters.ts';
import type { CountedKey, Counters, Decision } from './counters.ts';
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
    known: string,
    hasPassed: boolean,
    now: number,
  ): Promise<Decision> {
    const words = keys.flatMap(({ rule }) => ruleWords(rule));
    const reply = await this.#begin(this.#commands, this.#keys(keys, known), [
      String(now),
      hasPassed ? '1' : '0',
      ...words,
    ]);
    const [action, by, wait, isKnown, ...failures] = listOf(reply);
    const counts = failures.map(Number);
    const found = ACTIONS.find((one) => one === action) ?? 'allow';
    const decision = mostUrgent(keys, [], counts, isKnown === 1);
    if (found === 'allow') return decision;
    const rule = keys[Number(by) - 1]?.rule.name ?? '';
    return { ...decision, action: found, rule, wait: Number(wait) };
  }

  async succeed(keys: readonly CountedKey[], known: string, now: number): Promise<number> {
    const failures = await this.#back(keys, known, now, known === '' ? 0 : KNOWN_FOR_MS);
    return Math.max(0, Number(failures) - 1);
  }

  async refund(keys: readonly CountedKey[], known: string, now: number): Promise<void> {
    await this.#back(keys, known, now, 0);
  }

  #back(
    keys: readonly CountedKey[],
    known: string,
    now: number,
    knownFor: number,
  ): Promise<RedisReply> {
    const pair = keys.findIndex(({ rule }) => rule.by.length > 1) + 1;
    return this.#takeBack(this.#commands, this.#keys(keys, known), [
      String(now),
      String(knownFor),
      String(pair),
      ...keys.flatMap(({ rule }) => [rule.exemptKnown ? '1' : '0', String(rule.forget)]),
    ]);
  }

  #keys(keys: readonly CountedKey[], known: string): string[] {
    return [`${this.#prefix}known:${known}`, ...keys.map(({ key }) => `${this.#prefix}${key}`)];
  }
}

function ruleWords({ exemptKnown, forget, tiers }: ResolvedRule): string[] {
  const keep = Math.max(0, ...tiers.map(({ upTo }) => upTo));
  return [
    exemptKnown ? '1' : '0',
    String(forget),
    String(keep),
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
