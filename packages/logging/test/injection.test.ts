import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { examples } from '../../../test/runner/repetition.ts';
import { logFolder } from './log-folder.ts';
import type { LogFolder, LogLine } from './log-folder.ts';

let log: LogFolder;
beforeEach(() => {
  log = logFolder();
});
afterEach(() => log.end());

/** The one line that was written, as its reader gets it. */
function only(): LogLine {
  const lines = log.lines();
  expect(lines).toHaveLength(1);
  const [line] = lines;
  if (line === undefined) throw new Error('There is no line.');
  return line;
}

/** No byte of a log file may be obeyed by whatever shows it. */
function expectNothingObeyed(): void {
  log.logger.flush();
  for (const file of log.files()) {
    // oxlint-disable-next-line no-control-regex
    expect(log.text(file)).not.toMatch(
      /[\0-\t\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/,
    );
  }
}

const CORPUS: readonly (readonly [string, string])[] = [
  ['a line feed', 'signed in\n{"level":"error","message":"forged"}'],
  ['a carriage return', 'signed in\r\nforged'],
  ['a NUL', 'before\0after'],
  ['a colour for the terminal', '\u001b[31mred\u001b[0m \u001b]0;title\u0007'],
  ['C1 controls', '\u0085\u009b31m'],
  ['a right-to-left override', 'invoice\u202egpj.exe'],
  ['bidirectional isolates', '\u2066\u2067\u2068\u2069\u200e\u200f\u061c'],
  ['line separators', 'a\u2028b\u2029c'],
  ['a byte order mark', '\ufeffa'],
  ['lone surrogates', '\ud800 \udc00'],
  ['quotes and backslashes', String.raw`"},"level":"error","x":{"y":"\"\\`],
  ['a megabyte', 'x'.repeat(1_000_000)],
  ['a megabyte of quotes', '"'.repeat(1_000_000)],
  ['other writing', '保险 காப்பீடு تأمين 🩺'],
];

describe('whatever a visitor sends is one line, and parses back equal', () => {
  it.each(CORPUS)('%s in the message', (_name, text) => {
    log.logger.info(text);
    expect(only()).toMatchObject({ level: 'info', category: 'system', message: text });
    expectNothingObeyed();
  });

  it.each(CORPUS)('%s as a value', (_name, text) => {
    log.logger.info('said', { text });
    expect(only().data).toEqual({ text });
    expectNothingObeyed();
  });

  it.each(CORPUS.filter(([name]) => !name.includes('megabyte')))('%s as a key', (_name, text) => {
    log.logger.info('said', { [text]: 1 });
    expect(only().data).toEqual({ [text]: 1 });
    expectNothingObeyed();
  });

  it.each(CORPUS)('%s in an event', (_name, text) => {
    log.logger.event('cross_site_refused', {
      origin: text,
      method: 'POST',
      path: text,
      source_network: '::1',
    });
    expect(log.lines('client')[0]?.data).toMatchObject({ origin: text, path: text });
    expectNothingObeyed();
  });
});

describe("nobody's key stands for one of the line's own", () => {
  const forged = {
    level: 'error',
    time: '1970-01-01T00:00:00.000Z',
    message: 'forged',
    category: 'auth',
    event: 'authn_login_success',
    app: 'other',
    seq: 1,
    mac: 'forged',
    request: 'forged',
    timestamp: 'forged',
  };

  it('as an object beside the message', () => {
    log.logger.info('real', forged);
    const line = only();
    expect(line).toMatchObject({ level: 'info', category: 'system', message: 'real', app: 'test' });
    expect(line.event).toBeUndefined();
    expect(line.data).toEqual(forged);
  });

  it('as __proto__, constructor and toString', () => {
    log.logger.info(
      'real',
      JSON.parse('{"__proto__":{"level":"error"},"constructor":1,"toString":2}'),
    );
    const { data = {} } = only();
    expect(Object.entries(data)).toEqual([
      ['__proto__', { level: 'error' }],
      ['constructor', 1],
      ['toString', 2],
    ]);
    expect(({} as { level?: string }).level).toBeUndefined();
  });

  it('through a child logger', () => {
    log.logger.child(forged).warn('real', { level: 'silly' });
    expect(only()).toMatchObject({ level: 'warn', message: 'real', data: { level: 'silly' } });
  });
});

describe('what cannot be written as JSON is told in its place', () => {
  it.each<[string, () => unknown, unknown]>([
    [
      'a circle',
      () =>
        Object.assign(
          { a: 1 },
          {
            get self() {
              return undefined;
            },
          },
        ),
      { a: 1 },
    ],
    ['a BigInt', () => ({ n: 12n }), { n: '12' }],
    ['a Symbol', () => ({ s: Symbol('s') }), { s: 'Symbol(s)' }],
    [
      'a function',
      () => ({
        f: function named() {
          return 1;
        },
      }),
      { f: '[function named]' },
    ],
    ['undefined', () => ({ u: undefined, v: 1 }), { v: 1 }],
    ['NaN and Infinity', () => ({ a: Number.NaN, b: -Infinity }), { a: 'NaN', b: '-Infinity' }],
    ['a Date', () => ({ d: new Date(0) }), { d: '1970-01-01T00:00:00.000Z' }],
    ['an invalid Date', () => ({ d: new Date(Number.NaN) }), { d: null }],
    [
      'a Map and a Set',
      () => ({ m: new Map([['k', 1]]), s: new Set([1, 2]) }),
      { m: { k: 1 }, s: [1, 2] },
    ],
    ['bytes', () => ({ b: Buffer.from('secret') }), { b: '[6 bytes]' }],
    ['a URL', () => ({ u: new URL('https://a.test/b') }), { u: 'https://a.test/b' }],
    [
      'an object without prototype',
      () => ({ o: Object.assign(Object.create(null), { a: 1 }) }),
      { o: { a: 1 } },
    ],
    [
      'a getter that throws',
      () => ({
        get g() {
          throw new Error('no');
        },
        h: 1,
      }),
      { g: '[unreadable: no]', h: 1 },
    ],
    [
      'a toJSON that throws',
      () => ({
        o: {
          toJSON() {
            throw new Error('no');
          },
        },
      }),
      { o: '[unreadable: no]' },
    ],
    [
      'a proxy that throws',
      () => ({
        p: new Proxy(
          {},
          {
            ownKeys() {
              throw new Error('no');
            },
          },
        ),
      }),
      { p: '[unreadable: no]' },
    ],
    [
      'a revoked proxy',
      () => {
        const { proxy, revoke } = Proxy.revocable({}, {});
        revoke();
        return { p: proxy };
      },
      { p: expect.stringMatching(/^\[unreadable/) },
    ],
  ])('%s', (_name, make, wanted) => {
    log.logger.info('value', make() as object);
    expect(only().data).toEqual(wanted);
  });

  it('a real circle, and an object that is there twice', () => {
    const circle: Record<string, unknown> = { name: 'a' };
    circle['self'] = circle;
    circle['list'] = [circle];
    const twice = { x: 1 };
    log.logger.info('value', { circle, first: twice, second: twice });
    expect(only().data).toEqual({
      circle: { name: 'a', self: '[circular]', list: ['[circular]'] },
      first: { x: 1 },
      second: { x: 1 },
    });
  });

  it('an error with its code, its causes and its own fields', () => {
    const cause = Object.assign(new TypeError('inner'), { code: 'E_INNER' });
    const error = Object.assign(new Error('outer', { cause }), { status: 502 });
    log.logger.error('failed', error);
    expect(only().data).toEqual({
      error: {
        name: 'Error',
        message: 'outer',
        stack: expect.stringContaining('injection.test.ts'),
        status: 502,
        cause: expect.objectContaining({ name: 'TypeError', message: 'inner', code: 'E_INNER' }),
      },
    });
  });

  it('an AggregateError and an error as the message', () => {
    log.logger.error(new AggregateError([new Error('one'), new Error('two')], 'both'));
    const { message, data } = only();
    expect(message).toBe('both');
    expect(data).toMatchObject({ error: { errors: [{ message: 'one' }, { message: 'two' }] } });
  });

  it('depth, breadth and length beyond their bounds', async () => {
    const bounded = logFolder({ limits: { depth: 3, entries: 2, text: 16, line: 256 } });
    bounded.logger.info('value', { a: { b: { c: { d: 1 } } }, list: [1, 2, 3], more: 1 });
    bounded.logger.info('text', { t: 'x'.repeat(40) });
    const [first, second] = bounded.lines();
    expect(first?.data).toEqual({
      a: { b: { c: '[too deep]' } },
      list: [1, 2, '… (3 items)'],
      '…': '3 keys',
    });
    expect(second?.data).toEqual({ t: `${'x'.repeat(16)}… (40 characters)` });
    await bounded.end();
  });
});

describe('fuzzed', () => {
  it('any JSON value parses back as it was, secrets aside', () => {
    let written = 0;
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        // Numbers and texts without digits: those that look like a card are masked on purpose.
        fc.dictionary(
          fc.string({ unit: 'binary' }).map((key) => `k${key.replaceAll(/\d|[=@]/g, '')}`),
          fc.oneof(
            fc.string({ unit: 'binary' }).map((text) => text.replaceAll(/\d|[=@]/g, '')),
            fc.integer({ min: -1_000_000, max: 1_000_000 }),
            fc.boolean(),
            fc.constant(null),
            fc.array(fc.integer({ min: 0, max: 9 })),
          ),
        ),
        (message, data) => {
          log.logger.info(message, data);
          const line = log.lines()[written];
          written += 1;
          expect(line?.data ?? {}).toEqual({ ...data });
        },
      ),
      examples(150),
    );
    expectNothingObeyed();
    expect(log.lines()).toHaveLength(written);
  });

  it('nothing that is logged throws', () => {
    fc.assert(
      fc.property(
        fc.anything({
          withBigInt: true,
          withMap: true,
          withSet: true,
          withDate: true,
          withTypedArray: true,
          withNullPrototype: true,
          withSparseArray: true,
        }),
        fc.anything(),
        (message, more) => {
          expect(() => log.logger.info(message as string, more)).not.toThrow();
        },
      ),
      examples(500),
    );
    expect(log.lines().length).toBeGreaterThanOrEqual(examples(500).numRuns);
  });
});
