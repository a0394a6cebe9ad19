import { expect, it } from '@jest/globals';
import type { RecordStore } from '../src/stores/record-store.ts';
import { beginning, endIn } from './store-samples.ts';

/** The part of the contract about writing: what is kept, and which writes are refused. */
export function writing(current: () => RecordStore): void {
  it('knows nothing of a key that nobody wrote', async () => {
    await expect(current().load('a')).resolves.toEqual({ state: 'unknown' });
  });

  it('gives back what was written, with its end', async () => {
    const store = current();
    const write = beginning({ end: endIn(90, 'absolute') });
    await expect(store.save('a', write)).resolves.toEqual({ state: 'saved', version: 1 });
    await expect(store.load('a')).resolves.toEqual({
      state: 'live',
      record: { version: 1, data: write.data, meta: write.meta },
      end: endIn(90, 'absolute'),
    });
  });

  it('counts the version up with each write', async () => {
    const store = current();
    await store.save('a', beginning());
    const second = beginning({ base: 1, data: '{"n":2}', meta: '{"m":2}', end: endIn(20) });
    await expect(store.save('a', second)).resolves.toEqual({ state: 'saved', version: 2 });
    await expect(store.load('a')).resolves.toEqual({
      state: 'live',
      record: { version: 2, data: '{"n":2}', meta: '{"m":2}' },
      end: endIn(20),
    });
  });

  it.each([
    '{"lists":[],"objects":{},"nested":{"a":[[],{}]}}',
    '{"n":1e21,"m":0.1,"z":-0}',
    '{}',
    '',
  ])('does not read data, so %p survives', async (data) => {
    const store = current();
    await store.save('a', beginning({ data, meta: data }));
    await expect(store.load('a')).resolves.toMatchObject({ record: { data, meta: data } });
  });

  it('keeps emoji, line separators, quotes and zero characters', async () => {
    const store = current();
    const data = JSON.stringify({ '😀\u2028\u2029': 'Zoë "\\ \r\n ' }) + '\u0000\u2028é👩‍👩‍👧';
    await store.save('a', beginning({ data, meta: data }));
    await expect(store.load('a')).resolves.toMatchObject({ record: { data, meta: data } });
  });

  it('keeps a megabyte', async () => {
    const store = current();
    const data = JSON.stringify('ü'.repeat(500_000));
    await store.save('a', beginning({ data }));
    await expect(store.load('a')).resolves.toMatchObject({ record: { data } });
  });

  it('refuses a write that started from an older version, and shows what is there', async () => {
    const store = current();
    await store.save('a', beginning());
    await store.save('a', beginning({ base: 1, data: '"theirs"', meta: '"their meta"' }));
    const late = beginning({ base: 1, data: '"ours"', end: endIn(99) });
    await expect(store.save('a', late)).resolves.toEqual({
      state: 'conflict',
      record: { version: 2, data: '"theirs"', meta: '"their meta"' },
    });
    await expect(store.load('a')).resolves.toMatchObject({
      record: { version: 2, data: '"theirs"' },
      end: endIn(15),
    });
  });

  it('refuses to begin a session where there is one', async () => {
    const store = current();
    await store.save('a', beginning({ data: '"first"' }));
    await expect(store.save('a', beginning({ data: '"second"' }))).resolves.toMatchObject({
      state: 'conflict',
      record: { version: 1, data: '"first"' },
    });
  });

  it('does not let a refused write move the end of a session', async () => {
    const store = current();
    await store.save('a', beginning({ end: endIn(15) }));
    await store.save('a', beginning({ end: endIn(60) }));
    await expect(store.endDue(endIn(16).at, 10)).resolves.toHaveLength(1);
  });

  it('makes no session of a change to one that is not there', async () => {
    const store = current();
    await expect(store.save('a', beginning({ base: 3 }))).resolves.toEqual({
      state: 'ended',
      reason: 'unknown',
    });
    await expect(store.load('a')).resolves.toEqual({ state: 'unknown' });
    await expect(store.keys()).resolves.toEqual([]);
  });

  it('changes meta and end with a touch, data and version not', async () => {
    const store = current();
    await store.save('a', beginning({ data: '"kept"' }));
    await expect(store.touch('a', '"seen"', endIn(30, 'absolute'))).resolves.toBe(true);
    await expect(store.load('a')).resolves.toEqual({
      state: 'live',
      record: { version: 1, data: '"kept"', meta: '"seen"' },
      end: endIn(30, 'absolute'),
    });
    await expect(store.save('a', beginning({ base: 1 }))).resolves.toMatchObject({
      state: 'saved',
    });
  });

  it('leaves the meta of whoever wrote since, where a touch is told to', async () => {
    const store = current();
    await store.save('a', beginning());
    await store.save('a', beginning({ base: 1, meta: '"newer"' }));
    await expect(store.touch('a', '"older"', endIn(40), 1)).resolves.toBe(true);
    await expect(store.load('a')).resolves.toMatchObject({
      record: { version: 2, meta: '"newer"' },
      end: endIn(40),
    });
    await store.touch('a', '"newest"', endIn(50), 2);
    await expect(store.load('a')).resolves.toMatchObject({
      record: { version: 2, meta: '"newest"' },
      end: endIn(50),
    });
  });

  it('makes no session of a touch', async () => {
    const store = current();
    await expect(store.touch('a', '"seen"', endIn(30))).resolves.toBe(false);
    await expect(store.load('a')).resolves.toEqual({ state: 'unknown' });
  });
}
