/** The embedded engine is an optional peer: without it, the error says what to install. */
import { match, rejects } from 'node:assert/strict';
import { connect } from '@emas/clickhouse';
import { EmasError } from '@emas/errors';

await rejects(connect({ embedded: './x' }), (error) => {
  match(error.message, /npm install chdb/);
  return error instanceof EmasError && error.code === 'ERR_EMAS_CHDB_MISSING';
});
