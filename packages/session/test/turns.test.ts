import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { Turns } from '../src/turns.ts';

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
  const order: string[] = [];
  const take = (key: string, milliseconds: number): Promise<void> =>
    turns.take(
      key,
      async () => {
        await wait(milliseconds);
        order.push(key);
      },
      () => key,
    );
  await Promise.all([take('slow', 15), take('quick', 1)]);
  expect(order).toEqual(['quick', 'slow']);
});

test('nobody waits for long, and a failure is the failed one’s alone', async () => {
  const turns = new Turns<string>();
  const hanging = turns.take(
    'one',
    () => wait(300),
    () => 'late',
  );
  const started = Date.now();
  expect(
    await turns.take(
      'one',
      async (before) => before ?? 'nothing',
      () => 'done',
    ),
  ).toBe('nothing');
  expect(Date.now() - started).toBeLessThan(200);
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
