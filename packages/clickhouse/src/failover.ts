import type { ClickHouseClient } from '@clickhouse/client';
import { errorCode } from '@emas/errors';

/** Codes of a replica that answers and cannot do it, while another one may. */
const OF_THE_REPLICA: ReadonlySet<string> = new Set([
  '225', // NO_ZOOKEEPER
  '242', // TABLE_IS_READ_ONLY: it has lost its Keeper
  '999', // KEEPER_EXCEPTION
]);

/**
 * One client for several replicas of the same tables. It stays with one until that one fails, so that figures
 * do not jump back between two questions, and then goes on to the next that answers.
 *
 * A call that failed is not repeated here: the writer does that, with the same token, which all replicas of a
 * shard know. A replica that answers is not left for one lost answer.
 *
 * @param clients One for each replica, the preferred first.
 */
export function withFailover(clients: readonly ClickHouseClient[]): ClickHouseClient {
  const [first, second] = clients;
  if (first === undefined) throw new TypeError('There is no client.');
  if (second === undefined) return first;
  const replicas = new Replicas(clients, first);
  const closers = clients.map((client) => client.close.bind(client));
  first.close = async () => {
    await Promise.all(closers.map(async (close) => close()));
  };
  return new Proxy(first, {
    get(_target, name) {
      if (name === 'close') return Reflect.get(first, 'close');
      const { current } = replicas;
      const member: unknown = Reflect.get(current, name, current);
      if (typeof member !== 'function') return member;
      return (...args: unknown[]): unknown => {
        const answer: unknown = Reflect.apply(member, current, args);
        if (answer instanceof Promise) void replicas.watch(current, answer);
        return answer;
      };
    },
  });
}

class Replicas {
  readonly #clients: readonly ClickHouseClient[];
  #current: ClickHouseClient;
  #looking = false;

  constructor(clients: readonly ClickHouseClient[], first: ClickHouseClient) {
    this.#clients = clients;
    this.#current = first;
  }

  get current(): ClickHouseClient {
    return this.#current;
  }

  async watch(asked: ClickHouseClient, answer: Promise<unknown>): Promise<void> {
    try {
      if (!isFailedPing(await answer)) return;
    } catch (error) {
      if (!mayBeOfReplica(error)) return;
    }
    await this.#failed(asked);
  }

  async #failed(client: ClickHouseClient): Promise<void> {
    if (client !== this.#current || this.#looking) return;
    this.#looking = true;
    try {
      this.#current = (await this.#firstThatWrites(client)) ?? client;
    } finally {
      this.#looking = false;
    }
  }

  /** The current one is asked first: it may only have been slow. */
  async #firstThatWrites(current: ClickHouseClient): Promise<ClickHouseClient | undefined> {
    const at = this.#clients.indexOf(current);
    for (const client of [...this.#clients.slice(at), ...this.#clients.slice(0, at)]) {
      if (await mayWrite(client)) return client;
    }
    return undefined;
  }
}

/** @returns False where it does not answer, or where a table of it only reads. */
async function mayWrite(client: ClickHouseClient): Promise<boolean> {
  try {
    const answer = await client.query({
      query: `SELECT count() AS stuck FROM system.replicas
        WHERE database = currentDatabase() AND is_readonly`,
      format: 'JSONEachRow',
    });
    const [found] = await answer.json<{ stuck: number | string }>();
    return Number(found?.stuck ?? 0) === 0;
  } catch {
    // Why, the call that failed says.
    return false;
  }
}

function mayBeOfReplica(error: unknown): boolean {
  const code = errorCode(error);
  // ClickHouse's codes are numbers: it answered. Sockets and time limits have names, or nothing.
  return OF_THE_REPLICA.has(code) || !/^\d+$/.test(code);
}

function isFailedPing(answer: unknown): boolean {
  return (
    typeof answer === 'object' && answer !== null && 'success' in answer && answer.success === false
  );
}
