import { warnOnce } from '@emas/warnings';
import type { EventCategory } from '@emas/events';
import type { Logger } from 'winston';
import type { DataLayer } from './app-line.ts';
import type { Pipeline } from './pipeline.ts';
import { LEVELS } from './record.ts';
import type { LogLevel } from './record.ts';
import { propertyOf } from './thrown.ts';

/** What a logger or a child of it adds to each line. */
export interface Face {
  readonly category: EventCategory;
  readonly base: readonly DataLayer[];
}

type AnyMethod = (...given: readonly unknown[]) => unknown;

const LEVEL_NAMES = Object.keys(LEVELS).filter(isLevel);

/**
 * Puts our way of logging behind winston's methods.
 *
 * winston copies what it is given into an object, where a key `message` changes the message and a getter
 * that throws fails the app, and sends it through a stream. Here it goes straight to the pipeline, and
 * what is not wanted returns at once.
 */
export function wear<Target extends Logger>(
  logger: Target,
  pipeline: Pipeline,
  face: Face,
): Target {
  const { category, base } = face;
  const say = (level: LogLevel, message: unknown, more: readonly unknown[]): void => {
    if (!logger.silent) pipeline.line(level, category, message, withoutCallbacks(more), base);
  };
  for (const level of LEVEL_NAMES) {
    define(logger, level, (message, ...more) => {
      if (pipeline.wants(level)) say(level, message, more);
      return logger;
    });
  }
  define(logger, 'log', (first, ...given) => {
    const known = levelOf(typeof first === 'object' ? propertyOf(first, 'level') : first);
    const [message, ...more] = typeof first === 'string' ? given : [first, ...given];
    if (pipeline.wants(known)) say(known, message, more);
    return logger;
  });
  define(logger, 'write', (info) => {
    const level = levelOf(propertyOf(info, 'level'));
    if (pipeline.wants(level)) say(level, info, []);
    return true;
  });
  define(logger, 'child', (more) => child(logger, pipeline, face, more));
  return logger;
}

/** The same logger, for another category or with more in each line. */
export function child<Target extends Logger>(
  parent: Target,
  pipeline: Pipeline,
  face: Face,
  more: unknown,
  category: EventCategory = face.category,
): Target {
  // winston makes children the same way: an object behind which the parent stands.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const own = Object.create(parent) as Target;
  const added = typeof more === 'object' && more !== null ? [{ values: more }] : [];
  return wear(own, pipeline, { category, base: [...face.base, ...added] });
}

function define(target: object, name: string, value: AnyMethod): void {
  Object.defineProperty(target, name, { value, writable: true, configurable: true });
}

function isLevel(value: unknown): value is LogLevel {
  return typeof value === 'string' && Object.hasOwn(LEVELS, value);
}

function levelOf(given: unknown): LogLevel {
  if (isLevel(given)) return given;
  warnOfLevel(given);
  return 'info';
}

/** winston takes a callback as the last argument; there is nothing left to wait for when it returns. */
function withoutCallbacks(more: readonly unknown[]): readonly unknown[] {
  const last = more.at(-1);
  if (typeof last !== 'function') return more;
  queueMicrotask(() => last());
  return more.slice(0, -1);
}

/** A line at a level that nobody knows is better than none, and than a failed request. */
function warnOfLevel(level: unknown): void {
  warnOnce(
    'WARN_EMAS_LOG_LEVEL',
    `logger.log: expected a level first, one of ${LEVEL_NAMES.join(', ')}, received ${typeof level === 'string' ? JSON.stringify(level) : typeof level}. The line was logged as info.`,
  );
}
