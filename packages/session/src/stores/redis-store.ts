import { readFileSync } from 'node:fs';
import { appName, parseOptions } from '@emas/options';
import { keySpace, prefixOption, redisOption, redisCommands, redisScript } from '@emas/redis';
import type { RedisClient, RedisCommands, RedisReply, RedisScript } from '@emas/redis';
import { z } from 'zod';
import { LUA } from '../own-files.ts';
import type {
  EndReason,
  EndedSession,
  Loaded,
  RecordStore,
  SessionEnd,
  SessionWrite,
  Written,
} from './record-store.ts';
import { inBatches, keyScan } from './redis-key-scan.ts';
import type { KeyScan } from './redis-key-scan.ts';
import { RECORD_FIELDS, dueFrom, loadedFrom, textsOf, writtenFrom } from './redis-replies.ts';
import type { DueReply } from './redis-replies.ts';
import { TOMBSTONE_MS } from './tombstone.ts';

/** Options of {@link redisStore}. */
export interface RedisStoreOptions {
  /** A client of node-redis or ioredis, or a cluster of either, connected and closed by the app. */
  readonly redis: RedisClient;
  /** Name of the app, which each key carries: several may share a Redis. */
  readonly app: string;
  /**
   * What all keys begin with, before the name of the app. On a cluster, sessions are spread by their keys,
   * whatever the prefix.
   * @default 'emas:'
   */
  readonly prefix?: string;
}

const optionsSchema = z.strictObject({
  redis: redisOption
    // Found keys would have it, looked-for keys would not: clear() would clear nothing.
    .refine(
      (client) => !hasKeyPrefix(client),
      'expected a client without keyPrefix; use prefix instead',
    ),
  app: appName,
  prefix: prefixOption,
});

/** Redis forgets a session this long after its end, also where nobody asks for those that are due. */
const SLACK_MS = 60_000;
const LONGEST_MS = 400 * 24 * 60 * 60_000;

/**
 * Sessions in Redis, shared by all processes of an app.
 *
 * What is true of a session stands under one key, and each step on it is one script, so a cluster will
 * do. The indexes beside it (when which session ends, which account has which) are hints.
 *
 * Ends are times by the clocks of the machines that wrote them, and `endDue` goes by the clock of the
 * machine that asks: sessions end early or late by as much as the clocks differ. Redis' own clock only
 * counts how long it keeps what.
 *
 * @throws EmasError `ERR_EMAS_SESSION_STORE_OPTIONS`.
 */
export function redisStore(options: RedisStoreOptions): RecordStore {
  const { redis, app, prefix } = parseOptions(
    'redisStore',
    'ERR_EMAS_SESSION_STORE_OPTIONS',
    optionsSchema,
    options,
  );
  return new RedisRecordStore(redis, keySpace({ prefix, app, part: 'session' }));
}

class RedisRecordStore implements RecordStore {
  readonly #commands: RedisCommands;
  readonly #records: KeyScan;
  readonly #accounts: KeyScan;
  readonly redisKeys: string;
  readonly #due: string;
  readonly #save = script('save');
  readonly #touch = script('touch');
  readonly #end = script('end');
  readonly #endDue = script('end-due');
  readonly #index = script('index');

  constructor(client: RedisClient, prefix: string) {
    this.#commands = redisCommands(client);
    this.#records = keyScan(client, `${prefix}id:`);
    this.#accounts = keyScan(client, `${prefix}account:`);
    this.redisKeys = prefix;
    this.#due = `${prefix}due`;
  }

  async load(key: string): Promise<Loaded> {
    return loadedFrom(await this.#commands(['HMGET', this.#record(key), ...RECORD_FIELDS]));
  }

  async save(key: string, write: SessionWrite): Promise<Written> {
    const { data, meta, end, base } = write;
    const from = base === undefined ? '' : String(base);
    const [reply] = await Promise.all([
      this.#run(this.#save, key, [
        from,
        data,
        meta,
        String(end.at),
        end.reason,
        timeToLive(end.at),
      ]),
      hint(this.#schedule(key, end.at)),
    ]);
    const { written, endsAt } = writtenFrom(reply);
    // The index was told in the same breath, before it was known what becomes of the write.
    if (written.state === 'conflict') await hint(this.#schedule(key, endsAt));
    if (written.state === 'ended') await hint(this.#unschedule([key]));
    return written;
  }

  async touch(key: string, meta: string, end: SessionEnd, base?: number): Promise<boolean> {
    const [reply] = await Promise.all([
      this.#run(this.#touch, key, [
        meta,
        String(end.at),
        end.reason,
        timeToLive(end.at),
        base === undefined ? '' : String(base),
      ]),
      hint(this.#schedule(key, end.at)),
    ]);
    if (reply === 1) return true;
    await hint(this.#unschedule([key]));
    return false;
  }

  async end(key: string, reason: EndReason): Promise<EndedSession | undefined> {
    const [meta] = await Promise.all([
      this.#run(this.#end, key, [reason, String(TOMBSTONE_MS)]),
      hint(this.#unschedule([key])),
    ]);
    return typeof meta === 'string' ? { key, meta, reason } : undefined;
  }

  /**
   * The script on the record decides, and of several processes it lets one end a session. The index loses
   * a session only after that: if this process dies in between, another one comes by again.
   */
  async endDue(now: number, limit: number): Promise<readonly EndedSession[]> {
    const range = ['-inf', String(now), 'LIMIT', '0', String(limit)];
    const keys = textsOf(await this.#commands(['ZRANGEBYSCORE', this.#due, ...range])).filter(
      (key) => key !== undefined,
    );
    const outcomes = await Promise.allSettled(keys.map((key) => this.#endIfDue(key, now)));
    const ended: EndedSession[] = [];
    const past: string[] = [];
    for (const [at, outcome] of outcomes.entries()) {
      const key = keys[at];
      if (key === undefined || outcome.status === 'rejected' || outcome.value.state === 'later')
        continue;
      past.push(key);
      if (outcome.value.state === 'ended') {
        ended.push({ key, meta: outcome.value.meta, reason: outcome.value.reason });
      }
    }
    if (past.length > 0) await hint(this.#unschedule(past));
    const fault = outcomes.find((outcome) => outcome.status === 'rejected');
    // What did end has to be told now, nobody else will; the rest is still in the index.
    if (fault !== undefined && ended.length === 0) throw fault.reason;
    return ended;
  }

  /** The index of an account lasts for as long as a session may, counted from its latest link. */
  async link(account: string, key: string, at: number, lasting = LONGEST_MS): Promise<void> {
    const values = [String(at), key, String(Math.min(lasting, LONGEST_MS) + SLACK_MS)];
    await this.#index(this.#commands, [this.#account(account)], values);
  }

  async unlink(account: string, key: string): Promise<void> {
    await this.#commands(['ZREM', this.#account(account), key]);
  }

  async linked(account: string): Promise<readonly string[]> {
    const reply = await this.#commands(['ZRANGE', this.#account(account), '0', '-1']);
    return textsOf(reply).filter((key) => key !== undefined);
  }

  async keys(): Promise<readonly string[]> {
    const keys = await this.#records.keys();
    const alive = await inBatches(keys, (key) =>
      this.#commands(['HEXISTS', this.#record(key), 'v']),
    );
    return keys.filter((_, at) => alive[at] === 1);
  }

  async clear(): Promise<void> {
    await this.#records.clear();
    await this.#accounts.clear();
    await this.#commands(['DEL', this.#due]);
  }

  async #endIfDue(key: string, now: number): Promise<DueReply> {
    const reply = await this.#run(this.#endDue, key, [String(now), String(TOMBSTONE_MS)]);
    const due = dueFrom(reply);
    if (due.state === 'later') await hint(this.#schedule(key, due.at));
    return due;
  }

  #run(lua: RedisScript, key: string, values: readonly string[]): Promise<RedisReply> {
    return lua(this.#commands, [this.#record(key)], values);
  }

  #schedule(key: string, at: number): Promise<RedisReply> {
    return this.#index(this.#commands, [this.#due], [String(at), key, timeToLive(at)]);
  }

  #unschedule(keys: readonly string[]): Promise<RedisReply> {
    return this.#commands(['ZREM', this.#due, ...keys]);
  }

  #record(key: string): string {
    return `${this.redisKeys}id:${key}`;
  }

  #account(account: string): string {
    return `${this.redisKeys}account:${account}`;
  }
}

/** An index that is behind costs an event; the record ends all the same, by its time to live. */
async function hint(told: Promise<RedisReply>): Promise<void> {
  await told.catch(() => undefined);
}

function timeToLive(at: number): string {
  const left = Math.min(Math.max(at - Date.now(), 0), LONGEST_MS);
  return String(Math.ceil(left) + SLACK_MS);
}

function script(name: string): RedisScript {
  return redisScript(readFileSync(new URL(`${name}.lua`, LUA), 'utf8'));
}

function hasKeyPrefix(client: object): boolean {
  const options: unknown = Reflect.get(client, 'options');
  if (typeof options !== 'object' || options === null) return false;
  const keyPrefix: unknown = Reflect.get(options, 'keyPrefix');
  return keyPrefix !== undefined && keyPrefix !== null && keyPrefix !== '';
}
