import { errorCode } from '@emas/errors';

/**
 * Codes of ClickHouse's `ErrorCodes.cpp` that say nothing against the statement: time or an operator removes
 * the cause. An unknown table is not among them, as it is for an insert: no later try makes the table.
 */
const HEALED_BY_TIME: ReadonlySet<string> = new Set([
  '3', // UNEXPECTED_END_OF_FILE: the connection broke
  '74', // CANNOT_READ_FROM_FILE_DESCRIPTOR
  '75', // CANNOT_WRITE_TO_FILE_DESCRIPTOR: the disk is full
  '76', // CANNOT_OPEN_FILE
  '81', // UNKNOWN_DATABASE: the server is being set up
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
  '279', // ALL_CONNECTION_TRIES_FAILED
  '285', // TOO_FEW_LIVE_REPLICAS
  '286', // UNSATISFIED_QUORUM_FOR_PREVIOUS_WRITE
  '319', // UNKNOWN_STATUS_OF_INSERT
  '341', // UNFINISHED: a replica was not waited for to the end
  '394', // QUERY_WAS_CANCELLED
  '439', // CANNOT_SCHEDULE_TASK
  '473', // DEADLOCK_AVOIDED: the table is being changed
  '497', // ACCESS_DENIED
  '499', // S3_ERROR
  '516', // AUTHENTICATION_FAILED
  '517', // CANNOT_ASSIGN_ALTER: another ALTER came first
  '529', // NOT_A_LEADER
  '745', // SERVER_OVERLOADED
  '999', // KEEPER_EXCEPTION
  '1000', // POCO_EXCEPTION: of the system below, a full disk among them
  '1001', // STD_EXCEPTION
]);

/** Whether a statement of a migration may do better later. */
export function isHealedByTime(error: unknown): boolean {
  const code = errorCode(error);
  // ClickHouse's codes are numbers; sockets (ECONNREFUSED) and proxies (an HTML page) have none.
  return !/^\d+$/.test(code) || HEALED_BY_TIME.has(code);
}
