import { createRequire } from 'node:module';
import { EmasError, errorCode } from '@emas/errors';

/**
 * The client of Redis, for those who have one: it is an optional peer, and half of the suite's start-up time.
 *
 * @throws EmasError `ERR_EMAS_REDIS_MISSING` where it is not installed.
 */
export function loadRedis(): typeof import('redis') {
  try {
    // Types cannot know what is loaded by name.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    return createRequire(import.meta.url)('redis') as typeof import('redis');
  } catch (cause) {
    if (errorCode(cause) !== 'MODULE_NOT_FOUND') throw cause;
    throw new EmasError(
      'ERR_EMAS_REDIS_MISSING',
      'The URL of a Redis is set, but the package "redis" is not installed.',
      { cause, help: 'Run npm install redis, or unset EMAS_REDIS_URL.' },
    );
  }
}
