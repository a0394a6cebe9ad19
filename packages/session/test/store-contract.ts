import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { RecordStore } from '../src/stores/record-store.ts';
import { writing } from './store-contract-writing.ts';
import { NOW, beginning, endIn } from './store-samples.ts';

/** A store that nothing is in, and what takes it away. */
export interface OpenStore {
  readonly store: RecordStore;
  /** Another process' view of the same sessions; the same store where there is only one process. */
  readonly other: RecordStore;
  close(): Promise<void>;
}

/** What every store of sessions has to do, whatever it keeps them in. */
export function storeContract(name: string, open: () => Promise<OpenStore>): void {
  describe(`${name} as a store of sessions`, () => {
    let opened: OpenStore;
    let store: RecordStore;
    beforeEach(async () => {
      opened = await open();
      store = opened.store;
    });
    afterEach(() => opened.close());

    writing(() => store);
    ending(() => store);
    takingTurns(() => opened);
    listing(() => store);
  });
}

function ending(current: () => RecordStore): void {
  it('gives back what ended, and remembers only why', async () => {
    const store = current();
    await store.save('a', beginning({ meta: '"where from"' }));
    await expect(store.end('a', 'logout')).resolves.toEqual({
      key: 'a',
      meta: '"where from"',
      reason: 'logout',
    });
    await expect(store.load('a')).resolves.toEqual({ state: 'ended', reason: 'logout' });
  });

  it('brings an ended session back by no way of writing', async () => {
    const store = current();
    await store.save('a', beginning());
    await store.end('a', 'revoked');
    const ended = { state: 'ended', reason: 'revoked' };
    await expect(store.save('a', beginning({ base: 1 }))).resolves.toEqual(ended);
    await expect(store.save('a', beginning())).resolves.toEqual(ended);
    await expect(store.touch('a', '"seen"', endIn(30))).resolves.toBe(false);
    await expect(store.load('a')).resolves.toEqual(ended);
    await expect(store.endDue(endIn(100).at, 10)).resolves.toEqual([]);
  });

  it('lets no session begin whose end came first', async () => {
    const store = current();
    await expect(store.end('a', 'logout')).resolves.toBeUndefined();
    await expect(store.save('a', beginning())).resolves.toEqual({
      state: 'ended',
      reason: 'logout',
    });
  });

  it('ends a session once, for the first reason', async () => {
    const store = current();
    await store.save('a', beginning());
    await store.end('a', 'binding');
    await expect(store.end('a', 'logout')).resolves.toBeUndefined();
    await expect(store.load('a')).resolves.toEqual({ state: 'ended', reason: 'binding' });
  });

  it('ends what is due, for the reason it was written with, and nothing else', async () => {
    const store = current();
    await store.save('a', beginning({ end: endIn(1), meta: '"a"' }));
    await store.save('b', beginning({ end: endIn(2, 'absolute'), meta: '"b"' }));
    await store.save('c', beginning({ end: endIn(3) }));
    await expect(store.endDue(endIn(2).at - 1, 10)).resolves.toEqual([
      { key: 'a', meta: '"a"', reason: 'idle' },
    ]);
    await expect(store.endDue(endIn(2).at, 10)).resolves.toEqual([
      { key: 'b', meta: '"b"', reason: 'absolute' },
    ]);
    await expect(store.load('b')).resolves.toEqual({ state: 'ended', reason: 'absolute' });
    await expect(store.load('c')).resolves.toMatchObject({ state: 'live' });
  });

  it('ends a session itself only when asked to', async () => {
    const store = current();
    await store.save('a', beginning({ end: endIn(-1) }));
    await expect(store.load('a')).resolves.toMatchObject({ state: 'live', end: endIn(-1) });
  });

  it('ends no more at a time than it is asked to, those first that were due first', async () => {
    const store = current();
    for (const minutes of [5, 3, 1, 4, 2]) {
      await store.save(`ends-${minutes}`, beginning({ end: endIn(minutes) }));
    }
    const keysOf = async (limit: number): Promise<string[]> =>
      (await store.endDue(endIn(10).at, limit)).map(({ key }) => key);
    await expect(keysOf(2)).resolves.toEqual(['ends-1', 'ends-2']);
    await expect(keysOf(2)).resolves.toEqual(['ends-3', 'ends-4']);
    await expect(keysOf(2)).resolves.toEqual(['ends-5']);
    await expect(keysOf(2)).resolves.toEqual([]);
  });

  it('goes by the latest touch, later or earlier', async () => {
    const store = current();
    await store.save('later', beginning({ end: endIn(5) }));
    await store.save('earlier', beginning({ end: endIn(20) }));
    await store.touch('later', '', endIn(20));
    await store.touch('earlier', '', endIn(5));
    const ended = await store.endDue(endIn(10).at, 10);
    expect(ended.map(({ key }) => key)).toEqual(['earlier']);
  });

  it('forgets everything when cleared, ended sessions included', async () => {
    const store = current();
    await store.save('a', beginning());
    await store.save('b', beginning());
    await store.end('b', 'logout');
    await store.link('account', 'a', NOW);
    await store.clear();
    await expect(store.load('a')).resolves.toEqual({ state: 'unknown' });
    await expect(store.load('b')).resolves.toEqual({ state: 'unknown' });
    await expect(store.linked('account')).resolves.toEqual([]);
    await expect(store.endDue(endIn(1000).at, 10)).resolves.toEqual([]);
    await expect(store.save('b', beginning())).resolves.toEqual({ state: 'saved', version: 1 });
  });
}

function takingTurns(current: () => OpenStore): void {
  it('loses none of 50 changes made at the same time', async () => {
    const { store, other } = current();
    await store.save('a', beginning({ data: '[]' }));
    const append = async (to: RecordStore, value: number): Promise<void> => {
      for (;;) {
        const loaded = await to.load('a');
        if (loaded.state !== 'live') throw new Error('the session is gone');
        const data = JSON.stringify([...(JSON.parse(loaded.record.data) as number[]), value]);
        const written = await to.save('a', beginning({ base: loaded.record.version, data }));
        if (written.state === 'saved') return;
      }
    };
    const values = Array.from({ length: 50 }, (_, value) => value);
    await Promise.all(values.map((value) => append(value % 2 === 0 ? store : other, value)));
    const loaded = await store.load('a');
    expect(loaded).toMatchObject({ state: 'live', record: { version: 51 } });
    const kept = loaded.state === 'live' ? (JSON.parse(loaded.record.data) as number[]) : [];
    expect(kept.toSorted((one, two) => one - two)).toEqual(values);
  });

  it('lets one of two begin a session', async () => {
    const { store, other } = current();
    const states = await Promise.all([store, other].map((to) => to.save('a', beginning())));
    expect(states.map(({ state }) => state).toSorted()).toEqual(['conflict', 'saved']);
  });

  it('tells each end to one caller, however many ask at the same time', async () => {
    const { store, other } = current();
    const keys = Array.from({ length: 200 }, (_, at) => `key-${at}`);
    await Promise.all(keys.map((key) => store.save(key, beginning({ end: endIn(1) }))));
    const asked = [store, other, store, other].map((to) => to.endDue(endIn(2).at, 1000));
    const told = (await Promise.all(asked)).flat().map(({ key }) => key);
    expect(told.toSorted()).toEqual(keys.toSorted());
  });

  it('tells an end to whoever ends, or to whoever asks what is due, not to both', async () => {
    const { store, other } = current();
    const keys = Array.from({ length: 100 }, (_, at) => `key-${at}`);
    await Promise.all(keys.map((key) => store.save(key, beginning({ end: endIn(1) }))));
    const [due, ...ended] = await Promise.all([
      other.endDue(endIn(2).at, 1000),
      ...keys.map((key) => store.end(key, 'logout')),
    ]);
    const told = [...due, ...ended.filter((end) => end !== undefined)].map(({ key }) => key);
    expect(told.toSorted()).toEqual(keys.toSorted());
  });
}

function listing(current: () => RecordStore): void {
  it('lists an account’s sessions, oldest first', async () => {
    const store = current();
    for (const [key, at] of [
      ['b', 2],
      ['a', 3],
      ['c', 1],
    ] as const) {
      await store.save(key, beginning());
      await store.link('account', key, NOW + at);
    }
    await store.link('another', 'b', NOW);
    await expect(store.linked('account')).resolves.toEqual(['c', 'b', 'a']);
    await expect(store.linked('another')).resolves.toEqual(['b']);
    await expect(store.linked('nobody')).resolves.toEqual([]);
  });

  it('takes a session off an account’s list, and leaves other lists and the session', async () => {
    const store = current();
    await store.save('a', beginning());
    await store.link('account', 'a', NOW);
    await store.link('another', 'a', NOW);
    await store.unlink('account', 'a');
    await expect(store.linked('account')).resolves.toEqual([]);
    await expect(store.linked('another')).resolves.toEqual(['a']);
    await expect(store.load('a')).resolves.toMatchObject({ state: 'live' });
  });

  it('remembers a link made before the session was written', async () => {
    const store = current();
    await store.link('account', 'a', NOW);
    await store.save('a', beginning());
    await expect(store.linked('account')).resolves.toEqual(['a']);
  });

  it('links a session twice as if once, by the later time', async () => {
    const store = current();
    await store.save('a', beginning());
    await store.save('b', beginning());
    await store.link('account', 'a', NOW);
    await store.link('account', 'b', NOW + 1);
    await store.link('account', 'a', NOW + 2);
    await expect(store.linked('account')).resolves.toEqual(['b', 'a']);
  });

  it('lists the keys of sessions that are alive, and of no others', async () => {
    const store = current();
    const keys = Array.from({ length: 1200 }, (_, at) => `key-${at}`);
    await Promise.all(keys.map((key) => store.save(key, beginning())));
    await store.end('never-was', 'logout');
    await store.end('key-0', 'logout');
    await store.link('account', 'key-1', NOW);
    expect((await store.keys()).toSorted()).toEqual(keys.slice(1).toSorted());
  });
}
