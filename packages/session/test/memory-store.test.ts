import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { examples } from '../../../test/runner/repetition.ts';
import { EndHeap } from '../src/stores/end-heap.ts';
import type { Ending } from '../src/stores/end-heap.ts';
import { memoryStore } from '../src/stores/memory-store.ts';
import { storeContract } from './store-contract.ts';
import type { Importance } from '../src/stores/record-store.ts';
import { beginning, endIn } from './store-samples.ts';

storeContract('memory', async () => {
  const store = memoryStore();
  return { store, other: store, close: async () => undefined };
});

describe('a full memory store', () => {
  it('ends the session that was used longest ago, and tells it with the next that are due', async () => {
    const store = memoryStore({ max: 3 });
    for (const key of ['a', 'b', 'c']) await store.save(key, beginning({ meta: `"${key}"` }));
    await store.load('a');
    await store.touch('b', '"b"', endIn(15));
    await store.save('d', beginning());
    expect((await store.keys()).toSorted()).toEqual(['a', 'b', 'd']);
    await expect(store.load('c')).resolves.toEqual({ state: 'ended', reason: 'capacity' });
    await expect(store.endDue(0, 10)).resolves.toEqual([
      { key: 'c', meta: '"c"', reason: 'capacity' },
    ]);
    await expect(store.endDue(0, 10)).resolves.toEqual([]);
  });

  it('tells no more of them at a time than it is asked to', async () => {
    const store = memoryStore({ max: 2 });
    for (const key of ['a', 'b', 'c', 'd']) await store.save(key, beginning({ end: endIn(1) }));
    const told = [];
    for (let turn = 0; turn < 5; turn += 1) told.push(await store.endDue(endIn(2).at, 1));
    expect(told.map((ended) => ended.map(({ key, reason }) => `${key} ${reason}`))).toEqual([
      ['a capacity'],
      ['b capacity'],
      ['c idle'],
      ['d idle'],
      [],
    ]);
  });

  it('stays within its bounds where nobody asks for what ended', async () => {
    const store = memoryStore({ max: 50 });
    for (let at = 0; at < 5000; at += 1) await store.save(`key-${at}`, beginning());
    await expect(store.keys()).resolves.toHaveLength(50);
    await expect(store.endDue(0, 100_000)).resolves.toHaveLength(50);
    // Of 4950 ended ones, only the latest are remembered.
    await expect(store.load('key-10')).resolves.toEqual({ state: 'unknown' });
    await expect(store.load('key-4940')).resolves.toEqual({ state: 'ended', reason: 'capacity' });
  });

  it('makes room among those that matter least: the empty, then guests, then members', async () => {
    const store = memoryStore({ max: 4 });
    const begin = (key: string, importance: Importance): Promise<unknown> =>
      store.save(key, { ...beginning(), standing: { importance, prefix: `${key}/24` } });
    await begin('member', 'member');
    await begin('guest', 'guest');
    for (let number = 0; number < 100; number += 1) await begin(`empty-${number}`, 'empty');
    expect((await store.keys()).toSorted()).toEqual(['empty-98', 'empty-99', 'guest', 'member']);
    for (let number = 0; number < 100; number += 1) await begin(`guest-${number}`, 'guest');
    expect((await store.keys()).toSorted()).toEqual(['guest-97', 'guest-98', 'guest-99', 'member']);
    for (let number = 0; number < 3; number += 1) await begin(`member-${number}`, 'member');
    await begin('empty', 'empty');
    // Somebody has to go: a newcomer with nothing still begins.
    expect((await store.keys()).toSorted()).toEqual(['empty', 'member-0', 'member-1', 'member-2']);
  });

  it('has a network that takes more than its share make room among its own', async () => {
    const store = memoryStore({ max: 100 });
    const begin = (key: string, prefix: string): Promise<unknown> =>
      store.save(key, { ...beginning(), standing: { importance: 'guest', prefix } });
    for (let number = 0; number < 90; number += 1)
      await begin(`one-${number}`, `198.18.${number}.0/24`);
    for (let number = 0; number < 1000; number += 1)
      await begin(`flood-${number}`, '203.0.113.0/24');
    const keys = await store.keys();
    const left = keys.filter((key) => key.startsWith('one-'));
    expect(left).toHaveLength(89);
    expect(keys).toContain('flood-999');
    expect(keys).toHaveLength(100);
  });

  it('takes no room for changes to sessions that it has', async () => {
    const store = memoryStore({ max: 2 });
    await store.save('a', beginning());
    await store.save('b', beginning());
    await store.save('a', beginning({ base: 1 }));
    await store.save('c', beginning({ base: 1 }));
    expect((await store.keys()).toSorted()).toEqual(['a', 'b']);
  });
});

describe('a memory store in time', () => {
  it('remembers for ten minutes that a session has ended', async () => {
    let now = Date.now();
    const store = memoryStore({ now: () => now });
    await store.save('a', beginning());
    await store.end('a', 'logout');
    now += 10 * 60_000 - 1;
    await expect(store.load('a')).resolves.toEqual({ state: 'ended', reason: 'logout' });
    now += 1;
    await expect(store.load('a')).resolves.toEqual({ state: 'unknown' });
    await expect(store.save('a', beginning({ base: 1 }))).resolves.toMatchObject({
      state: 'ended',
    });
  });

  it('remembers a second end for ten minutes too', async () => {
    let now = Date.now();
    const store = memoryStore({ now: () => now });
    await store.end('a', 'logout');
    now += 11 * 60_000;
    await store.end('a', 'revoked');
    now += 9 * 60_000;
    await expect(store.load('a')).resolves.toEqual({ state: 'ended', reason: 'revoked' });
  });

  it('ends thousands in the order of their ends, whatever was moved or ended in between', async () => {
    const store = memoryStore();
    const ends = new Map<string, number>();
    let seed = 1;
    const random = (most: number): number => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed % most;
    };
    for (let at = 0; at < 3000; at += 1) {
      const key = `key-${random(600)}`;
      const minutes = random(100_000);
      if (ends.has(key) && random(3) === 0) {
        await store.end(key, 'logout');
        ends.delete(key);
      } else if (await store.touch(key, '', endIn(minutes))) ends.set(key, minutes);
      else {
        const written = await store.save(key, beginning({ end: endIn(minutes) }));
        if (written.state === 'saved') ends.set(key, minutes);
      }
    }
    const ended = await store.endDue(Number.POSITIVE_INFINITY, 10_000);
    const order = ended.map(({ key }) => ends.get(key));
    expect(order).toEqual([...ends.values()].toSorted((one, other) => one - other));
  });
});

describe('the heap of ends', () => {
  it('has the next end first after every step, whatever was added, moved and taken out', () => {
    const chosen = fc.record({ what: fc.nat(3), which: fc.nat(100), at: fc.nat(1000) });
    fc.assert(
      fc.property(fc.array(chosen, { size: 'max', maxLength: 200 }), (steps) => {
        const heap = new EndHeap<Ending>();
        const items: Ending[] = [];
        for (const { what, which, at } of steps) {
          const item = items[which % Math.max(items.length, 1)];
          const end = { at, reason: 'idle' as const };
          if (item === undefined || what < 2) {
            const added = { end, place: 0 };
            items.push(added);
            heap.add(added);
          } else if (what === 2) {
            item.end = end;
            heap.moved(item);
          } else {
            items.splice(items.indexOf(item), 1);
            heap.remove(item);
          }
          const ends = items.map((one) => one.end.at);
          expect(heap.first?.end.at).toBe(ends.length === 0 ? undefined : Math.min(...ends));
        }
        const order: number[] = [];
        for (let { first } = heap; first !== undefined; { first } = heap) {
          order.push(first.end.at);
          heap.remove(first);
        }
        const ends = items.map((one) => one.end.at);
        expect(order).toEqual(ends.toSorted((one, other) => one - other));
      }),
      examples(300),
    );
  });
});

describe('links in a memory store', () => {
  it('go when their session ends', async () => {
    const store = memoryStore({ max: 3 });
    for (const key of ['a', 'b', 'c']) {
      await store.save(key, beginning({ end: endIn(key === 'b' ? 1 : 15) }));
      await store.link('account', key, Date.now());
    }
    await store.end('a', 'logout');
    await store.endDue(endIn(2).at, 10);
    await expect(store.linked('account')).resolves.toEqual(['c']);
    await store.link('account', 'a', Date.now());
    await expect(store.linked('account')).resolves.toEqual(['c']);
  });

  it('do not pile up for sessions that never begin', async () => {
    const store = memoryStore();
    await store.link('account', 'real', Date.now() - 1);
    await store.save('real', beginning());
    for (let at = 0; at < 3000; at += 1) await store.link('account', `never-${at}`, Date.now());
    const linked = await store.linked('account');
    expect(linked).toHaveLength(1001);
    expect(linked).toContain('real');
  });
});

describe('options of a memory store', () => {
  it.each([
    [{ max: 0 }, /"max": expected sessions from 1.*received a number/],
    [{ now: 5 }, /"now": expected a function.*received a number/],
    [{ maximum: 5 }, /unknown option "maximum"/],
  ])('%p are refused', (options, message) => {
    expect(() => memoryStore(options as never)).toThrow(
      expect.objectContaining({
        code: 'ERR_EMAS_SESSION_STORE_OPTIONS',
        message: expect.stringMatching(message),
      }),
    );
  });
});
