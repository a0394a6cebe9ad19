import { errorCode } from '@emas/errors';

/** What can be done about a failed insert. */
export type InsertFault =
  /** Try the same batch again, for as long as it takes. */
  | 'transient'
  /** The rows are at fault: no repetition will help. */
  | 'rejected'
  /** Nobody knows: a few more tries, then as if rejected. */
  | 'unknown';

/** Codes of ClickHouse's `ErrorCodes.cpp` that blame the data. */
const REJECTED: ReadonlySet<string> = new Set([
  '6', // CANNOT_PARSE_TEXT
  '8', // THERE_IS_NO_COLUMN
  '16', // NO_SUCH_COLUMN_IN_TABLE
  '25', // CANNOT_PARSE_ESCAPE_SEQUENCE
  '26', // CANNOT_PARSE_QUOTED_STRING
  '27', // CANNOT_PARSE_INPUT_ASSERTION_FAILED
  '33', // CANNOT_READ_ALL_DATA
  '38', // CANNOT_PARSE_DATE
  '41', // CANNOT_PARSE_DATETIME
  '53', // TYPE_MISMATCH
  '69', // ARGUMENT_OUT_OF_BOUND
  '70', // CANNOT_CONVERT_TYPE
  '72', // CANNOT_PARSE_NUMBER
  '117', // INCORRECT_DATA
  '130', // CANNOT_READ_ARRAY_FROM_TEXT
  '131', // TOO_LARGE_STRING_SIZE
  '321', // VALUE_IS_OUT_OF_RANGE_OF_DATA_TYPE
  '349', // CANNOT_INSERT_NULL_IN_ORDINARY_COLUMN
  '376', // CANNOT_PARSE_UUID
  '469', // VIOLATED_CONSTRAINT
  '691', // UNKNOWN_ELEMENT_OF_ENUM
]);

/** Codes that time or an operator mends. */
const TRANSIENT: ReadonlySet<string> = new Set([
  '3', // UNEXPECTED_END_OF_FILE: the connection broke while the body was sent
  '60', // UNKNOWN_TABLE: not migrated yet
  '76', // CANNOT_OPEN_FILE
  '81', // UNKNOWN_DATABASE
  '159', // TIMEOUT_EXCEEDED
  '164', // READONLY
  '193', // WRONG_PASSWORD
  '194', // REQUIRED_PASSWORD
  '202', // TOO_MANY_SIMULTANEOUS_QUERIES
  '203', // NO_FREE_CONNECTION
  '209', // SOCKET_TIMEOUT
  '210', // NETWORK_ERROR
  '225', // NO_ZOOKEEPER
  '236', // ABORTED
  '241', // MEMORY_LIMIT_EXCEEDED
  '242', // TABLE_IS_READ_ONLY
  '243', // NOT_ENOUGH_SPACE
  '252', // TOO_MANY_PARTS
  '279', // ALL_CONNECTION_TRIES_FAILED
  '285', // TOO_FEW_LIVE_REPLICAS
  '319', // UNKNOWN_STATUS_OF_INSERT
  '394', // QUERY_WAS_CANCELLED
  '439', // CANNOT_SCHEDULE_TASK
  '497', // ACCESS_DENIED
  '516', // AUTHENTICATION_FAILED
  '999', // KEEPER_EXCEPTION
]);

/** Sorts a failed insert by what can be done about it. */
export function classifyInsertError(error: unknown): InsertFault {
  const code = errorCode(error);
  if (REJECTED.has(code)) return 'rejected';
  if (TRANSIENT.has(code)) return 'transient';
  // ClickHouse's codes are numbers; sockets (ECONNREFUSED) and proxies (an HTML page) have none.
  return /^\d+$/.test(code) ? 'unknown' : 'transient';
}
