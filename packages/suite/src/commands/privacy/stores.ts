import { connect } from '@emas/clickhouse';
import type { KeptPlace } from '@emas/data-map';
import { EmasError } from '@emas/errors';
import type { RedisClientType } from 'redis';
import { connectedRedis } from '../redis-at.ts';
import { secretSetting } from '../where.ts';
import { figuresAt } from './figures-at.ts';

/** Clients of what a data map names; without one where it names no table, or no Redis is known. */
export interface Stores {
  readonly client: ReturnType<typeof connect> | undefined;
  readonly redis: RedisClientType | undefined;
}

/** Where they are. */
export interface StorePlaces {
  readonly url?: string;
  readonly engine?: string;
  readonly redis?: string;
  readonly data: string;
  readonly map: readonly KeptPlace[];
}

/**
 * Opens what the map names, and always closes it again.
 *
 * @throws EmasError of what is used, `ERR_EMAS_REDIS_DOWN`, or what `failed` makes of any other error.
 */
export async function withStores<Result>(
  of: StorePlaces,
  use: (stores: Stores) => Promise<Result>,
  failed: (cause: unknown) => EmasError,
): Promise<Result> {
  const server = of.redis ?? secretSetting(process.env, 'EMAS_REDIS_URL', 'REDIS_URL');
  const redis = server === undefined ? undefined : await connectedRedis(server);
  let client: Stores['client'];
  try {
    const hasTables = of.map.some(({ kind }) => kind === 'table');
    client = hasTables ? connect(figuresAt(of)) : undefined;
    return await use({ client, redis });
  } catch (cause) {
    throw cause instanceof EmasError ? cause : failed(cause);
  } finally {
    await client?.close();
    redis?.destroy();
  }
}
