import type { EventCategory, EventName } from '@emas/events';
import type { RequestContext } from '@emas/request-context';
import { fieldsOf } from './log-data.ts';
import type { LogData } from './log-data.ts';

/** winston's levels (npm's), the most urgent first. Events have the first three. */
export const LEVELS = {
  error: 0,
  warn: 1,
  info: 2,
  http: 3,
  verbose: 4,
  debug: 5,
  silly: 6,
} as const;

export type LogLevel = keyof typeof LEVELS;

/**
 * One line before it has a form: what each format and receiver is made from.
 *
 * Nothing in it is a secret any more, accounts are hashed: redaction comes before. Nothing in it is
 * escaped for any notation yet except `data`, which is JSON.
 */
export interface LogRecord {
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly level: LogLevel;
  readonly category: EventCategory;
  /** The event's name in the catalogue; `undefined` for what the app logged itself. */
  readonly event: EventName | undefined;
  /** The event's meaning, or what the app said; the latter may hold what a visitor wrote. */
  readonly message: string;
  /** Id of the request that was being served. */
  readonly request: string | undefined;
  /** Who asked, for receivers that count; none of it is in the line unless an event has it as a field. */
  readonly context: RequestContext | undefined;
  /**
   * A JSON object of ASCII or otherwise harmless characters on one line: an event's fields, or what the
   * app logged beside its message. `''` where there is none.
   */
  readonly data: string;
  /** The same as values; `{}` where there is none. Made when it is asked for: a spread does not copy it. */
  readonly fields: Readonly<Record<string, unknown>>;
}

/** A record whose fields are made when somebody asks for them: most receivers want the text alone. */
export function logRecord(line: Omit<LogRecord, 'data' | 'fields'>, data: LogData): LogRecord {
  return new Line(line, data);
}

/** Not an object with a getter of its own, which costs as much as the rest of a line. */
class Line implements LogRecord {
  readonly time: number;
  readonly level: LogLevel;
  readonly category: EventCategory;
  readonly event: EventName | undefined;
  readonly message: string;
  readonly request: string | undefined;
  readonly context: RequestContext | undefined;
  readonly data: string;
  readonly #data: LogData;
  #fields: Readonly<Record<string, unknown>> | undefined;

  constructor(line: Omit<LogRecord, 'data' | 'fields'>, data: LogData) {
    this.time = line.time;
    this.level = line.level;
    this.category = line.category;
    this.event = line.event;
    this.message = line.message;
    this.request = line.request;
    this.context = line.context;
    this.data = data.json;
    this.#data = data;
  }

  get fields(): Readonly<Record<string, unknown>> {
    return (this.#fields ??= fieldsOf(this.#data));
  }
}

/** Who logs: the same for all lines of a process. */
export interface LogOrigin {
  /** Name of the app. */
  readonly app: string;
  /** Version of the app, where it is known. */
  readonly version: string | undefined;
  readonly host: string;
  readonly pid: number;
}

/** Text of one line, without its line feed. */
export type LogFormat = (record: LogRecord, origin: LogOrigin) => string;

/** What took part in bringing lines somewhere, and how it stands. */
export interface SinkCounters {
  readonly written: number;
  /** Waiting in memory. */
  readonly queued: number;
  readonly dropped: number;
  /** What keeps lines from being written now. */
  readonly fault: string | undefined;
}

/** Somewhere that lines go. None of its methods ever throws. */
export interface LogSink {
  /** Names it in events and counters. */
  readonly name: string;
  /** Accepts a line; returns at once. */
  write(record: LogRecord, origin: LogOrigin): void;
  /**
   * Counts an event, for receivers that count: each of them comes here, also those that the log folds into
   * one line; `write()` is called for the lines.
   */
  count?(record: LogRecord, origin: LogOrigin): void;
  /** Everything that can still be done without waiting for anybody, before the process is gone. */
  flushSync(): void;
  /**
   * The event loop does not turn any more. Brings out what `flushSync()` could not, if it can; what comes from
   * now on has to be brought out as `flushSync()` is called.
   */
  lastTurn?(): void;
  /** Brings out what it has within `timeout` milliseconds, and stops. */
  close(timeout: number): Promise<void>;
  counters(): SinkCounters;
  /** Is told from time to time how many lines found no way: the logger says so in its log. */
  onDropped?(listener: (count: number) => void): void;
}
