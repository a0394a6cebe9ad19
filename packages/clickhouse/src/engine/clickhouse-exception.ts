/** An exception of ClickHouse, which clients know by its number. */
export class ClickHouseException extends Error {
  /** Of ClickHouse's `ErrorCodes.cpp`. */
  readonly number: number;
  /** Its name there. */
  readonly type: string;

  constructor(number: number, type: string, message: string) {
    super(message);
    this.name = 'ClickHouseException';
    this.number = number;
    this.type = type;
  }
}

/** What the HTTP interface here has no counterpart of. */
export function notImplemented(what: string): ClickHouseException {
  return new ClickHouseException(48, 'NOT_IMPLEMENTED', `The embedded engine has no ${what}`);
}

/** The engine's own errors: `Code: 60. DB::Exception: Unknown table … (UNKNOWN_TABLE)`. */
const EXCEPTION = /^Code: (\d+)\. DB::Exception: ([^]*?)(?: \(([A-Z0-9_]+)\))?\s*$/;
/** `UNKNOWN_EXCEPTION`: no number was given. */
const UNKNOWN = 1002;

export function exceptionOf(error: unknown): ClickHouseException {
  if (error instanceof ClickHouseException) return error;
  const message = error instanceof Error ? error.message : String(error);
  const [, number, text, type] = EXCEPTION.exec(message) ?? [];
  if (number === undefined || text === undefined)
    return new ClickHouseException(UNKNOWN, 'UNKNOWN_EXCEPTION', message);
  return new ClickHouseException(Number(number), type ?? 'UNKNOWN_EXCEPTION', text);
}

/**
 * HTTP's status for each number that has one of its own, after ClickHouse's
 * `exceptionCodeToHTTPStatus.cpp`; all others are 500.
 */
const STATUS: Readonly<Record<number, number>> = {
  ...group(401, [194]),
  ...group(403, [192, 193, 291, 497, 516]),
  ...group(
    400,
    [6, 25, 26, 27, 33, 36, 38, 41, 43, 53, 62, 70, 72, 117, 130, 131, 321, 349, 376, 456, 457],
  ),
  ...group(404, [16, 46, 47, 50, 52, 56, 60, 63, 73, 80, 81, 82, 103, 115, 141, 511]),
  ...group(413, [223]),
  ...group(501, [1, 48]),
  ...group(503, [76, 209]),
};

export function statusOf({ number }: ClickHouseException): number {
  return STATUS[number] ?? 500;
}

function group(status: number, numbers: readonly number[]): Record<number, number> {
  return Object.fromEntries(numbers.map((number) => [number, status]));
}
