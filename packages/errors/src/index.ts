export { EmasError } from './emas-error.ts';
export type { EmasErrorOptions } from './emas-error.ts';
export { errorCode } from './error-code.ts';
