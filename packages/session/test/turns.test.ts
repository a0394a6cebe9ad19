import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { Turns } from '../src/turns.ts';

/** What is over when it is told to be. */
function deferred(): { readonly over: Promise<void>; end(): void } {
  let end = (): void => undefined;
  const over = new Promise<void>((resolve) => (end = resolve));
  return { over, end: () => end() };
}

test('who writes to the same thing goes one after another, with what the one before left', async () => {
  const turns = new Turns<number>();
  const seen: (number | undefined)[] = [];
  await Promise.all(
    [1, 2, 3].map((number) =>
      turns.take(
        'one',
        async (before) => {
          seen.push(before);
          await wait(2);
        },
        () => number,
      ),
    ),
  );
  expect(seen).toEqual([undefined, 1, 2]);
});

test('who writes to something else does not wait', async () => {
  const turns = new Turns<string>();
  const slow = deferred();
  const first = turns.take(
    'slow',
    () => slow.over,
    () => 'slow',
  );
  const quick = turns.take(
    'quick',
    async () => 'done',
    () => 'quick',
  );
  // Over while the other one is not.
  expect(await quick).toBe('done');
  slow.end();
  await first;
});

test('nobody waits for long, and a failure is the failed one’s alone', async () => {
  const turns = new Turns<string>();
  const late = deferred();
  const hanging = turns.take(
    'one',
    () => late.over,
    () => 'late',
  );
  // Over while the one before still hangs.
  expect(
    await turns.take(
      'one',
      async (before) => before ?? 'nothing',
      () => 'done',
    ),
  ).toBe('nothing');
  late.end();
  await hanging;
  const failed = turns.take(
    'two',
    async () => Promise.reject(new Error('full')),
    () => 'never',
  );
  const next = turns.take(
    'two',
    async (before) => before ?? 'nothing',
    () => 'done',
  );
  await expect(failed).rejects.toThrow('full');
  expect(await next).toBe('nothing');
});
