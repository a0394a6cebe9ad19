export { EmasError } from './emas-error.ts';
export type { EmasErrorOptions } from './emas-error.ts';
export { closestWord } from './closest-word.ts';
export { errorCode } from './error-code.ts';
export { functionOption, partOption } from './option-kinds.ts';
export { parseOptions } from './parse-options.ts';
export { wholeNumber } from './whole-number.ts';
export { warnOnce } from './warn-once.ts';
export type { WarnOnceOptions } from './warn-once.ts';
