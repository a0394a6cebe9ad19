import { warnOnce } from '@emas/warnings';
import { CATALOGUE } from '@emas/events';
import type { EmasEvent, EventCategory, EventDefinition } from '@emas/events';
import { currentContext } from '@emas/request-context';
import { appLine } from './app-line.ts';
import type { AppLine } from './app-line.ts';
import type { Encoder } from './json/encoder.ts';
import type { EventDataWriter } from './json/event-data.ts';
import { LEVELS } from './record.ts';
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
  readonly origin: LogOrigin;
  /** The logger's own level, which the app may change at any time. */
  readonly level: () => number;
}

/** From what happened, or what the app says, to a record, to whoever wants it. Never throws. */
export class Pipeline {
  readonly #parts: PipelineParts;
  /** The most that any route wants by a level of its own. */
  readonly #mostWanted: number;
  #isLastTurn = false;

  constructor(parts: PipelineParts) {
    this.#parts = parts;
    const own = [...parts.routes.values()].map(({ route }) => route.level ?? -1);
    this.#mostWanted = Math.max(-1, ...own);
  }

  /** Whether a line of the level could go anywhere: the whole cost of one that cannot. */
  wants(level: LogLevel): boolean {
    return LEVELS[level] <= Math.max(this.#parts.level(), this.#mostWanted);
  }

  /** From now on each line is written before its call returns: nothing comes after. */
  writeAtOnce(): void {
    this.#isLastTurn = true;
  }

  event(event: EmasEvent): void {
    try {
      const definition: EventDefinition = CATALOGUE[event.name];
      const { level, category, meaning, unlinked = false } = definition;
      const target = this.#targetOf(category, level);
      if (target === undefined) return;
      const context = unlinked ? undefined : currentContext();
      this.#deliver(target, {
        time: event.time,
        level,
        category,
        event: event.name,
        message: meaning,
        request: context?.id,
        context,
        data: this.#parts.eventData(event),
      });
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
    base: object | undefined,
  ): void {
    try {
      const target = this.#targetOf(category, level);
      if (target === undefined) return;
      const line = appLine(message, more);
      const context = currentContext();
      this.#deliver(target, {
        time: Date.now(),
        level,
        category,
        event: undefined,
        message: this.#parts.encoder.redacted(line.message),
        request: context?.id,
        context,
        data: this.#data(line, base),
      });
    } catch (error) {
      this.#failed(error);
    }
  }

  #data({ data }: AppLine, base: object | undefined): string {
    if (base === undefined) return data === undefined ? '' : this.#parts.encoder.value(data);
    return this.#parts.encoder.value(data === undefined ? base : { ...base, ...data });
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
      `A log line could not be made, or a receiver failed on it: ${messageOf(error)}. Further ones are not told.`,
    );
  }
}
