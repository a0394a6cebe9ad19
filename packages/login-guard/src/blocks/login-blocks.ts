import type { Keeping, KeptPlace } from '@emas/data-map';
import { functionOption, parseOptions, partOption, wholeNumber } from '@emas/options';
import { events } from '@emas/events';
import type { EventBus } from '@emas/events';
import { OWNER_WANTED, hasOwner, keySlot, redisShape } from '@emas/redis';
import type { RedisClient } from '@emas/redis';
import { NetworkTable, canonicalAddress, parseNetwork } from '@emas/addresses';
import { z } from 'zod';
import { blockPlaces } from '../kept-places.ts';
import { blockError, blockFrom, readBlock } from './block.ts';
import type { Block, BlockRequest } from './block.ts';
import { MemoryBlockStore } from './block-store.ts';
import type { BlockStore } from './block-store.ts';
import { FileBlockStore } from './file-block-store.ts';
import { RedisBlockStore } from './redis-block-store.ts';

/** Options of {@link loginBlocks}. */
export interface BlocksOptions {
  /** Shared by processes and the command line; a client of node-redis or ioredis. */
  readonly redis?: RedisClient;
  /** Name of the app, which its keys in Redis carry: needed with `redis`. */
  readonly app?: string;
  /** What all keys in Redis begin with, before the name of the app. @default 'emas:' */
  readonly prefix?: string;
  /** Shared by the processes of one machine and the command line. @default the memory of this process */
  readonly file?: string;
  /** Networks and addresses that always get through. */
  readonly allow?: readonly string[];
  /** Milliseconds between two looks for what others changed. @default 2000 */
  readonly pollInterval?: number;
  /** Is told when the list could not be read; what was known last goes on. */
  readonly onFault?: (error: unknown) => void;
  /** @default the bus of this process */
  readonly events?: EventBus;
  /** The clock, for tests. */
  readonly now?: () => number;
}

/** Networks that are not let in. */
export interface Blocks extends Keeping {
  /** The block that covers an address, of several the one that ends last; never one of an allowed address. */
  find(address: string): Block | undefined;
  /**
   * Blocks a network, or makes its block last longer.
   *
   * @throws EmasError `ERR_EMAS_LOGIN_BLOCK` on a request that cannot be, `ERR_EMAS_LOGIN_BLOCKS_FILE`,
   * or what Redis fails with.
   */
  add(request: BlockRequest): Promise<Block>;
  /** @returns What was taken back, where there was something. */
  remove(prefix: string, by: string): Promise<Block | undefined>;
  /** Those that hold, the one that ends first before the others. */
  list(): Promise<readonly Block[]>;
  /** Reads what others changed now. */
  refresh(): Promise<void>;
  close(): Promise<void>;
}

const MOST = 10_000;

const schema = z
  .strictObject({
    ...redisShape,
    file: z.string({ error: 'expected a file' }).min(1, 'expected a file').optional(),
    allow: z
      .array(
        z
          .string({ error: 'expected a network or an address' })
          .refine((one) => parseNetwork(one) !== undefined, 'expected a network or an address'),
      )
      .default([]),
    pollInterval: wholeNumber('milliseconds', 50, 3_600_000, 2000),
    onFault: functionOption<(error: unknown) => void>('a function of an error').default(
      () => () => undefined,
    ),
    events: partOption<EventBus>('emit', 'an event bus').default(events),
    now: functionOption<() => number>('a clock').default(() => Date.now),
  })
  .refine(({ redis, file }) => redis === undefined || file === undefined, {
    error: 'expected either Redis or a file',
    path: ['file'],
  })
  .refine(hasOwner, OWNER_WANTED);

/**
 * Blocks of networks, each with an end. The list is in memory, so that asking costs nothing; while Redis or
 * the file is away what was known last goes on until its time.
 *
 * @throws EmasError `ERR_EMAS_LOGIN_BLOCKS_OPTIONS`.
 */
export function loginBlocks(given: BlocksOptions = {}): Blocks {
  const options = parseOptions('loginBlocks', 'ERR_EMAS_LOGIN_BLOCKS_OPTIONS', schema, given);
  const { redis, prefix, app = '', file } = options;
  if (redis !== undefined) {
    const key = `${keySlot({ prefix, app, part: 'login' })}blocks`;
    const store = new RedisBlockStore(redis, key, options.events);
    return new BlockList(options, store, { kind: 'redis', where: key });
  }
  return file === undefined
    ? new BlockList(options, new MemoryBlockStore(), { kind: 'memory', where: 'blocks' })
    : new BlockList(options, new FileBlockStore(file), { kind: 'file', where: file });
}

class BlockList implements Blocks {
  readonly keeps: readonly KeptPlace[];
  readonly #options: z.output<typeof schema>;
  readonly #store: BlockStore;
  readonly #allowed: NetworkTable<string>;
  readonly #timer: NodeJS.Timeout;
  #all: readonly Block[] = [];
  #table = new NetworkTable<Block>([]);
  /** There are blocks in the store that have ended, or are none. */
  #hasEnded = false;

  constructor(
    options: z.output<typeof schema>,
    store: BlockStore,
    where: Pick<KeptPlace, 'kind' | 'where'>,
  ) {
    this.keeps = blockPlaces(where);
    this.#options = options;
    this.#store = store;
    this.#allowed = new NetworkTable(options.allow.map((one) => [one, one]));
    const look = (): void => void this.#look().catch(options.onFault);
    this.#timer = setInterval(look, options.pollInterval).unref();
    // A command that only lists changes nothing: what has ended goes with the next look.
    void this.refresh().catch(options.onFault);
  }

  find(address: string): Block | undefined {
    if (this.#all.length === 0) return undefined;
    const canonical = canonicalAddress(address);
    const now = this.#options.now();
    const found = this.#table.find(canonical).filter(({ until }) => until > now);
    if (found.length === 0 || this.#allowed.find(canonical).length > 0) return undefined;
    return found.reduce((longest, one) => (one.until > longest.until ? one : longest));
  }

  async add(request: BlockRequest): Promise<Block> {
    const { now, events: bus } = this.#options;
    const wanted = blockFrom(request, now());
    const [address = ''] = wanted.prefix.split('/', 1);
    const bits = parseNetwork(wanted.prefix)?.bits ?? 0;
    const allowed = this.#allowed
      .find(address)
      .find((one) => (parseNetwork(one)?.bits ?? Infinity) <= bits);
    if (allowed !== undefined) {
      const message = `${wanted.prefix} lies within ${allowed}, which is always allowed.`;
      throw blockError(message, 'Remove it from "allow" first.');
    }
    await this.refresh();
    const known = this.#live().find(({ prefix }) => prefix === wanted.prefix);
    if (known === undefined && this.#live().length >= MOST) {
      const message = `There are already ${MOST} blocks.`;
      throw blockError(message, 'Remove some, or block wider networks.');
    }
    const block = { ...wanted, until: Math.max(wanted.until, known?.until ?? 0) };
    await this.#store.put(block, now());
    this.#use([...this.#live().filter(({ prefix }) => prefix !== block.prefix), block]);
    const { prefix, by, reason, until } = block;
    bus.emit('login_prefix_blocked', { prefix, duration: until - now(), by, reason });
    return block;
  }

  async remove(text: string, by: string): Promise<Block | undefined> {
    const network = parseNetwork(text);
    if (network === undefined) throw blockError(`"${text.slice(0, 60)}" is not a network.`);
    await this.refresh();
    const { prefix } = network;
    const known = this.#live().find((one) => one.prefix === prefix);
    const wasThere = await this.#store.remove(prefix);
    this.#use(this.#live().filter((one) => one.prefix !== prefix));
    if (known === undefined || !wasThere) return undefined;
    this.#options.events.emit('login_prefix_unblocked', { prefix, by: by.slice(0, 100) });
    return known;
  }

  async list(): Promise<readonly Block[]> {
    await this.refresh();
    return this.#live().toSorted((left, right) => left.until - right.until);
  }

  /** What has ended leaves the store, also where nobody blocks anybody any more. */
  async #look(): Promise<void> {
    await this.refresh();
    const now = this.#options.now();
    if (!this.#hasEnded && this.#live().length === this.#all.length) return;
    await this.#store.prune(now);
    this.#hasEnded = false;
    this.#use(this.#live());
  }

  async refresh(): Promise<void> {
    const read = await this.#store.read();
    if (read === undefined) return;
    const now = this.#options.now();
    this.#hasEnded = read.some((value) => endOf(value) <= now);
    this.#use(read.flatMap((value) => readBlock(value, now) ?? []).slice(0, MOST));
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
  }

  #live(): readonly Block[] {
    const now = this.#options.now();
    return this.#all.filter(({ until }) => until > now);
  }

  #use(blocks: readonly Block[]): void {
    this.#all = blocks;
    this.#table = new NetworkTable(blocks.map((block) => [block.prefix, block]));
  }
}

/** Of what is no block at all nobody knows: it stays, and is not looked for again and again. */
function endOf(value: unknown): number {
  const until: unknown = typeof value === 'object' && value !== null && Reflect.get(value, 'until');
  return typeof until === 'number' ? until : Infinity;
}
