/** For the suite's own packages: what is here may change with any version. */
export { resolveOptions as checkConnectOptions } from './options.ts';
export { sqlTime } from './sql-time.ts';
export { sendBatch } from './batch.ts';
export type { Batch } from './batch.ts';
export { classifyInsertError } from './insert-errors.ts';
export type { InsertFault } from './insert-errors.ts';
