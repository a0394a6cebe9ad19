import { warnOnce } from '@emas/warnings';
import { CATALOGUE } from '@emas/events';
import type { EmasEvent, EventCategory, EventDefinition } from '@emas/events';
import { currentContext } from '@emas/request-context';
import type { RequestContext } from '@emas/request-context';
import { appLine } from './app-line.ts';
import type { AppLine, DataLayer } from './app-line.ts';
import type { Encoder } from './json/encoder.ts';
import type { EventDataWriter } from './json/event-data.ts';
import { Folding } from './folding.ts';
import type { FoldedEvent } from './folding.ts';
import { NO_DATA } from './log-data.ts';
import type { LogData } from './log-data.ts';
import { LEVELS, logRecord } from './record.ts';
import type { LogLevel, LogOrigin, LogRecord, LogSink } from './record.ts';
import type { Route } from './routes.ts';
import { messageOf } from './thrown.ts';

/** Where a category's lines go now. */
export interface CategoryRoute {
  readonly route: Route;
  readonly sinks: readonly LogSink[];
}

export interface PipelineParts {
  readonly encoder: Encoder;
  readonly eventData: EventDataWriter;
  readonly routes: ReadonlyMap<EventCategory, CategoryRoute>;
  /** Receivers that count events. */
  readonly counting: readonly LogSink[];
  readonly origin: LogOrigin;
  /** Milliseconds in which events of one kind become one line and a count. */
  readonly foldWindow: number;
  /** The logger's own level, which the app may change at any time. */
  readonly level: () => number;
}

/** From an event, or a line of the app, to a record, to its receivers. Never throws. */
export class Pipeline {
  readonly #parts: PipelineParts;
  /** The most that any route wants by a level of its own. */
  readonly #mostWanted: number;
  readonly #folding: Folding;
  #isLastTurn = false;

  constructor(parts: PipelineParts) {
    this.#parts = parts;
    const own = [...parts.routes.values()].map(({ route }) => route.level ?? -1);
    this.#mostWanted = Math.max(-1, ...own);
    this.#folding = new Folding(parts.foldWindow, (event) => this.#deliverFolded(event));
  }

  /** Whether a line of the level could go anywhere: the whole cost of one that cannot. */
  wants(level: LogLevel): boolean {
    return LEVELS[level] <= Math.max(this.#parts.level(), this.#mostWanted);
  }

  /** From now on each line is written before its call returns: nothing comes after. */
  writeAtOnce(): void {
    this.#isLastTurn = true;
  }

  /** Writes the lines of what was folded so far. */
  flush(): void {
    this.#folding.flush();
  }

  event({ name, time, fields }: EmasEvent): void {
    try {
      const { level, category, unlinked = false, fold }: EventDefinition = CATALOGUE[name];
      // What is still counted belongs before the last line.
      if (name === 'sys_shutdown' || name === 'sys_crash') this.flush();
      const target = this.#targetOf(category, level);
      if (target === undefined && this.#parts.counting.length === 0) return;
      const context = unlinked ? undefined : currentContext();
      const event = { name, time, fields, request: context?.id };
      const record = this.#recordOf(event, context);
      this.#count(record);
      if (target !== undefined && this.#isWritten(event, fold)) this.#deliver(target, record);
    } catch (error) {
      this.#failed(error);
    }
  }

  #isWritten(event: FoldedEvent, fold: readonly string[] | undefined): boolean {
    return fold === undefined || this.#folding.isFirst(event, fold);
  }

  #recordOf(
    { name, time, fields, request }: FoldedEvent,
    context: RequestContext | undefined,
  ): LogRecord {
    const { level, category, meaning }: EventDefinition = CATALOGUE[name];
    return logRecord(
      { time, level, category, event: name, message: meaning, request, context },
      this.#parts.eventData(name, fields),
    );
  }

  /** At any level of lines: figures count everything that happened. */
  #count(record: LogRecord): void {
    for (const sink of this.#parts.counting) {
      try {
        sink.count?.(record, this.#parts.origin);
      } catch (error) {
        this.#failed(error);
      }
    }
  }

  #deliverFolded(event: FoldedEvent): void {
    try {
      const { level, category }: EventDefinition = CATALOGUE[event.name];
      const target = this.#targetOf(category, level);
      if (target !== undefined) this.#deliver(target, this.#recordOf(event, undefined));
    } catch (error) {
      this.#failed(error);
    }
  }

  /** @param base What the logger adds to each of its lines, a child's say. */
  line(
    level: LogLevel,
    category: EventCategory,
    message: unknown,
    more: readonly unknown[],
    base: readonly DataLayer[],
  ): void {
    try {
      const target = this.#targetOf(category, level);
      if (target === undefined) return;
      const line = appLine(message, more);
      const context = currentContext();
      const record = logRecord(
        {
          time: Date.now(),
          level,
          category,
          event: undefined,
          message: this.#parts.encoder.redacted(line.message),
          request: context?.id,
          context,
        },
        this.#data(line, base),
      );
      this.#deliver(target, record);
    } catch (error) {
      this.#failed(error);
    }
  }

  #data({ data, layers }: AppLine, base: readonly DataLayer[]): LogData {
    const { encoder } = this.#parts;
    if (base.length === 0 && data !== undefined) return { json: encoder.value(data) };
    const all = [...base, ...(data === undefined ? layers : [{ values: data }])];
    const json = all.length === 0 ? '' : encoder.merged(all);
    return json === '' ? NO_DATA : { json };
  }

  #targetOf(category: EventCategory, level: LogLevel): CategoryRoute | undefined {
    const target = this.#parts.routes.get(category);
    if (target === undefined) return undefined;
    return LEVELS[level] <= (target.route.level ?? this.#parts.level()) ? target : undefined;
  }

  #deliver({ sinks }: CategoryRoute, record: LogRecord): void {
    for (const sink of sinks) {
      try {
        sink.write(record, this.#parts.origin);
        if (this.#isLastTurn) sink.flushSync();
      } catch (error) {
        // A transport or receiver of the app's own: the others get the line all the same.
        this.#failed(error);
      }
    }
  }

  #failed(error: unknown): void {
    warnOnce(
      'WARN_EMAS_LOG_LINE',
      `A log line could not be made, or a receiver failed on it: ${messageOf(error)}. Further failures are not reported.`,
    );
  }
}
