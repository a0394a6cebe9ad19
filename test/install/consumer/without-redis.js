/** The client of Redis is an optional peer: without it, the error says what to install. */
import { match, throws } from 'node:assert/strict';
import { EmasError } from '@emas/errors';
import { suite } from '@emas/suite';

const open = () =>
  suite({ redis: 'redis://127.0.0.1:1', clickhouse: false, announce: false, data: './redis-data' });
throws(open, (error) => {
  match(error.message + error.help, /npm install redis/);
  return error instanceof EmasError && error.code === 'ERR_EMAS_REDIS_MISSING';
});
