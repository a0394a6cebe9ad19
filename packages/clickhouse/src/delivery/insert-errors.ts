import { errorCode } from '@emas/errors';
import { ForeignAnswer } from './send-batch.ts';

/** What a failed insert says of its batch. */
export type InsertFault =
  /** Nothing: the engine was not reached. */
  | 'away'
  /** Nothing that is sure: it may be the engine, the way there, or this batch. It waits. */
  | 'transient'
  /** It may be too large for the engine or for a proxy: halves may get through. */
  | 'too_large'
  /** The engine blames the rows. */
  | 'rejected';

/** Codes of ClickHouse's `ErrorCodes.cpp` that blame the rows. Everything else waits. */
const REJECTED: ReadonlySet<string> = new Set([
  '6', // CANNOT_PARSE_TEXT
  '25', // CANNOT_PARSE_ESCAPE_SEQUENCE
  '26', // CANNOT_PARSE_QUOTED_STRING
  '27', // CANNOT_PARSE_INPUT_ASSERTION_FAILED
  '38', // CANNOT_PARSE_DATE
  '41', // CANNOT_PARSE_DATETIME
  '53', // TYPE_MISMATCH
  '69', // ARGUMENT_OUT_OF_BOUND
  '70', // CANNOT_CONVERT_TYPE
  '72', // CANNOT_PARSE_NUMBER
  '117', // INCORRECT_DATA
  '128', // TOO_LARGE_ARRAY_SIZE
  '130', // CANNOT_READ_ARRAY_FROM_TEXT
  '131', // TOO_LARGE_STRING_SIZE
  '321', // VALUE_IS_OUT_OF_RANGE_OF_DATA_TYPE
  '349', // CANNOT_INSERT_NULL_IN_ORDINARY_COLUMN
  '366', // SIZES_OF_NESTED_COLUMNS_ARE_INCONSISTENT
  '376', // CANNOT_PARSE_UUID
  '407', // DECIMAL_OVERFLOW
  '441', // CANNOT_PARSE_DOMAIN_VALUE_FROM_STRING
  '467', // CANNOT_PARSE_BOOL
  '469', // VIOLATED_CONSTRAINT
  '632', // UNEXPECTED_DATA_AFTER_PARSED_VALUE
  '675', // CANNOT_PARSE_IPV4
  '676', // CANNOT_PARSE_IPV6
  '691', // UNKNOWN_ELEMENT_OF_ENUM
]);

/** Codes that a smaller insert may not meet. */
const TOO_LARGE: ReadonlySet<string> = new Set([
  '158', // TOO_MANY_ROWS
  '173', // CANNOT_ALLOCATE_MEMORY
  '229', // QUERY_IS_TOO_LARGE
  '241', // MEMORY_LIMIT_EXCEEDED
  '252', // TOO_MANY_PARTS: also of "too many partitions for single INSERT block"
  '307', // TOO_MANY_BYTES
  '396', // TOO_MANY_ROWS_OR_BYTES
  '565', // TOO_MANY_PARTITIONS
  '778', // MEMORY_RESERVATION_FAILED
]);

/** Codes of Node.js where no byte of the batch was sent. */
const AWAY: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOENT', // a Unix socket that is not there
  'EACCES',
  'EMFILE',
  'ENFILE',
  'EADDRNOTAVAIL',
]);

/** RFC 9110, section 15.5.14. */
const CONTENT_TOO_LARGE = 413;

/** Sorts a failed insert by what it says of its batch. */
export function classifyInsertError(error: unknown): InsertFault {
  if (isRefusedUnread(error)) return 'too_large';
  const code = errorCode(error);
  if (REJECTED.has(code)) return 'rejected';
  if (TOO_LARGE.has(code)) return 'too_large';
  return AWAY.has(code) ? 'away' : 'transient';
}

/** Whether a proxy or server refused a body for its size, of which then nothing was inserted. */
export function isRefusedUnread(error: unknown): boolean {
  return error instanceof ForeignAnswer && error.answered === CONTENT_TOO_LARGE;
}
