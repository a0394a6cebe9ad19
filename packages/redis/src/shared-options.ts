import { appName } from '@emas/options';
import { z } from 'zod';
import { isRedisClient } from './commands.ts';
import type { RedisClient } from './commands.ts';

const PREFIX_WANTED = 'expected 1 to 100 characters, none of * ? [ ] { } \\ or a space';

/** The schema of an option that is a client of Redis. */
export const redisOption: z.ZodType<RedisClient> = z.custom<RedisClient>(isRedisClient, {
  error: 'expected a client of node-redis or ioredis',
});

/** The schema of what all keys of the suite begin with. */
export const prefixOption: z.ZodDefault<z.ZodString> = z
  .string({ error: PREFIX_WANTED })
  .regex(/^[^*?[\]{}\\\s]{1,100}$/, PREFIX_WANTED)
  .default('emas:');

/** Options of each part that can keep something in Redis, for all processes of an app. */
export const redisShape: {
  readonly redis: z.ZodOptional<z.ZodType<RedisClient>>;
  readonly app: z.ZodOptional<z.ZodString>;
  readonly prefix: z.ZodDefault<z.ZodString>;
} = { redis: redisOption.optional(), app: appName.optional(), prefix: prefixOption };

/** For `.refine()`: several apps may share a Redis, so what is kept there says whose it is. */
export const OWNER_WANTED: { readonly error: string; readonly path: string[] } = {
  error: 'expected the name of the app, which its keys in Redis carry',
  path: ['app'],
};

export function hasOwner(options: {
  readonly redis?: RedisClient | undefined;
  readonly app?: string | undefined;
}): boolean {
  return options.redis === undefined || options.app !== undefined;
}
