/** The embedded engine is an optional peer: without it, the error says what to install. */
import { match, throws } from 'node:assert/strict';
import { connect } from '@emas/clickhouse';
import { EmasError } from '@emas/errors';

const open = () => connect({ embedded: './x' });
throws(open, (error) => {
  match(error.message, /npm install chdb/);
  return error instanceof EmasError && error.code === 'ERR_EMAS_CHDB_MISSING';
});
