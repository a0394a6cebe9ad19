import { expect, it } from '@jest/globals';
import { only } from '@emas/logging';
import type { LogRecord, LogSink, OnlyOptions } from '@emas/logging';
import { logFolder } from './log-folder.ts';

/** A receiver that keeps what it gets. */
function keeping(): LogSink & { readonly kept: LogRecord[]; closed: number } {
  const kept: LogRecord[] = [];
  return {
    name: 'keeping',
    kept,
    closed: 0,
    write: (record) => void kept.push(record),
    flushSync: () => undefined,
    async close() {
      this.closed += 1;
    },
    counters: () => ({ written: kept.length, queued: 0, dropped: 0, fault: undefined }),
  };
}

it.each<[string, OnlyOptions, readonly string[]]>([
  ['categories', { categories: ['auth', 'access'] }, ['auth info', 'auth warn', 'access info']],
  ['a level', { level: 'warn' }, ['auth warn', 'system error']],
  ['both', { categories: ['auth'], level: 'warn' }, ['auth warn']],
])('a receiver gets only lines of %s, and the anchors', async (_name, options, wanted) => {
  const sink = keeping();
  const log = logFolder({ sinks: [only(sink, options)] });
  log.logger.category('auth').info('auth info');
  log.logger.category('auth').warn('auth warn');
  log.logger.category('access').info('access info');
  log.logger.error('system error');
  await log.logger.shutdown();
  const own = sink.kept.filter(({ event }) => event === undefined);
  expect(own.map(({ message }) => message)).toEqual(wanted);
  expect(sink.kept.some(({ event }) => event === 'log_anchor')).toBe(true);
  expect(log.logger.counters()['keeping']?.written).toBe(sink.kept.length);
  expect(sink.closed).toBe(1);
  await log.end();
});

it.each([
  [
    'a category that there is not',
    { categories: ['login'] },
    /option "categories.0": .*received a 5-character string/,
  ],
  ['no category', { categories: [] }, /expected some of update, auth/],
  ['a misspelt option', { categorys: ['auth'] }, /did you mean "categories"/],
])('%s stops the start', (_name, options, message) => {
  expect(() => only(keeping(), options as OnlyOptions)).toThrow(message);
});
