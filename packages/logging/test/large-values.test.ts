import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { logFolder } from './log-folder.ts';
import type { LogFolder } from './log-folder.ts';

const MANY = 1_000_000;
const WRITTEN = 1000;

let log: LogFolder;
beforeEach(() => {
  log = logFolder();
});
afterEach(() => log.end());

/** Counts how often somebody goes on to the next of its items. */
function counted<Item>(items: Iterable<Item>, count: () => void): () => Generator<Item> {
  return function* go() {
    for (const item of items) {
      count();
      yield item;
    }
  };
}

describe('of what holds a million values, so many are looked at as are written', () => {
  it.each<[string, (numbers: Iterable<number>, count: () => void) => object]>([
    [
      'a map',
      (numbers, count) => {
        const pairs = function* pairs(): Generator<[string, number]> {
          for (const number of numbers) yield [`k${number}`, number];
        };
        const map = new Map<string, number>();
        return Object.assign(map, { [Symbol.iterator]: counted(pairs(), count) });
      },
    ],
    [
      'a set',
      (numbers, count) => Object.assign(new Set(), { [Symbol.iterator]: counted(numbers, count) }),
    ],
    [
      'something of the app’s own',
      (numbers, count) =>
        new (class Rows {
          readonly [Symbol.iterator] = counted(numbers, count);
        })(),
    ],
  ])('%s', (_name, make) => {
    let looked = 0;
    const numbers = Array.from({ length: MANY }, (_, at) => at).values();
    log.logger.info('large', { value: make(numbers, () => (looked += 1)) });
    expect(log.lines()).toHaveLength(1);
    // One more, to know that there are more.
    expect(looked).toBe(WRITTEN + 1);
  });

  it('an object is asked for its keys once, and for the values that are written', () => {
    const asked = { keys: 0, values: 0 };
    const keys = Array.from({ length: MANY / 10 }, (_, at) => `k${at}`);
    const value = new Proxy(
      {},
      {
        ownKeys: () => {
          asked.keys += 1;
          return keys;
        },
        getOwnPropertyDescriptor: (_target, key) =>
          String(key).startsWith('k') ? { enumerable: true, configurable: true } : undefined,
        get: (_target, key) => {
          if (typeof key === 'string' && key.startsWith('k')) asked.values += 1;
          return 1;
        },
      },
    );
    log.logger.child({ a: 1 }).info('large', value, 'more');
    expect(asked).toEqual({ keys: 1, values: WRITTEN });
    expect(log.lines()[0]?.data).toMatchObject({ a: 1, k0: 1, '…': '100000 keys', more: ['more'] });
  });

  it('says how many there are, where that is known', () => {
    const numbers = Array.from({ length: WRITTEN + 1 }, (_, at) => at);
    const query = new URLSearchParams(
      numbers.map((number): [string, string] => [`k${number}`, 'x']),
    );
    log.logger.info('large', {
      map: new Map(numbers.map((number) => [`k${number}`, number])),
      set: new Set(numbers),
      headers: new Headers([...query]),
    });
    const { map, set, headers } = log.lines()[0]?.data ?? {};
    expect(map).toMatchObject({ k0: 0, '…': '1001 keys' });
    expect(set).toHaveLength(WRITTEN + 1);
    expect(set).toContain('… (1001 items)');
    expect(headers).toMatchObject({ k0: 'x', '…': 'more keys' });
  });
});
