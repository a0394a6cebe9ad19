import { parseOptions } from '@emas/options';
import type { EventCategory } from '@emas/events';
import { z } from 'zod';
import { LEVELS } from './record.ts';
import type { LogLevel, LogOrigin, LogRecord, LogSink } from './record.ts';
import { CATEGORIES } from './routes.ts';

/** Which lines a receiver gets. */
export interface OnlyOptions {
  /** @default all */
  readonly categories?: readonly EventCategory[];
  /** This level and more urgent ones. @default all */
  readonly level?: LogLevel;
}

const LEVEL_NAMES = ['error', 'warn', 'info', 'http', 'verbose', 'debug', 'silly'] as const;
const CATEGORIES_WANTED = `expected some of ${CATEGORIES.join(', ')}`;

const schema = z.strictObject({
  categories: z
    .array(
      z.custom<EventCategory>((value) => CATEGORIES.some((category) => category === value), {
        error: CATEGORIES_WANTED,
      }),
    )
    .min(1, CATEGORIES_WANTED)
    .optional(),
  level: z.enum(LEVEL_NAMES, { error: `expected one of ${LEVEL_NAMES.join(', ')}` }).optional(),
});

/**
 * A receiver that gets some of the lines: `only(syslogSink(…), { categories: ['auth'], level: 'warn' })`.
 *
 * Anchors are lines of the category `system` and pass in any case: they are what a receiver elsewhere is
 * good for.
 *
 * @throws EmasError `ERR_EMAS_LOG_ONLY_OPTIONS` on a wrong option.
 */
export function only(sink: LogSink, given: OnlyOptions): LogSink {
  const options = parseOptions('only', 'ERR_EMAS_LOG_ONLY_OPTIONS', schema, given);
  const categories = options.categories === undefined ? undefined : new Set(options.categories);
  const least = LEVELS[options.level ?? 'silly'];
  const isWanted = ({ level, category }: LogRecord): boolean =>
    LEVELS[level] <= least && (categories === undefined || categories.has(category));
  return {
    name: sink.name,
    ...('keeps' in sink ? { keeps: sink.keeps } : {}),
    write(record, origin) {
      if (isWanted(record) || record.event === 'log_anchor') sink.write(record, origin);
    },
    flushSync: () => sink.flushSync(),
    lastTurn: () => sink.lastTurn?.(),
    close: (timeout) => sink.close(timeout),
    counters: () => sink.counters(),
    onDropped: (listener) => sink.onDropped?.(listener),
    ...(sink.count === undefined
      ? {}
      : {
          count(record: LogRecord, origin: LogOrigin): void {
            if (isWanted(record)) sink.count?.(record, origin);
          },
        }),
  };
}
