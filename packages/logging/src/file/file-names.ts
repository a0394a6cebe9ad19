/** One log file, as its name tells. */
export interface LogFileName {
  readonly name: string;
  /** Which log: a category, or the name that a route gives its file. */
  readonly log: string;
  /** Which of the processes that share the folder. */
  readonly slot: number;
  /** The day it was begun, UTC, `2026-11-23`. */
  readonly day: string;
  /** Counts the files of a log, a slot and a day. */
  readonly part: number;
  readonly compressed: boolean;
}

const NAME = /^([a-z][a-z0-9-]{0,31})\.(\d{1,4})\.(\d{4}-\d\d-\d\d)\.(\d{1,6})\.log(\.gz)?$/;

/** `auth.1.2026-11-23.001.log` */
export function fileName(log: string, slot: number, day: string, part: number): string {
  return `${log}.${slot}.${day}.${String(part).padStart(3, '0')}.log`;
}

/** @returns `undefined` for what is no log file of ours. */
export function parseFileName(name: string): LogFileName | undefined {
  const match = NAME.exec(name);
  if (match === null) return undefined;
  const [, log = '', slot = '', day = '', part = '', gz] = match;
  return {
    name,
    log,
    slot: Number(slot),
    day,
    part: Number(part),
    compressed: gz !== undefined,
  };
}

/** In the order in which one process wrote them. */
export function inWritingOrder(left: LogFileName, right: LogFileName): number {
  if (left.log !== right.log) return left.log < right.log ? -1 : 1;
  if (left.slot !== right.slot) return left.slot - right.slot;
  if (left.day !== right.day) return left.day < right.day ? -1 : 1;
  return left.part - right.part;
}

/** `2026-11-23`, UTC. */
export function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
