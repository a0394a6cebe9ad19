import { expect, jest, test } from '@jest/globals';
import { memoized } from '../src/index.ts';

interface Asked {
  readonly day: string;
}

test('finds the same thing out once while it is remembered', async () => {
  const find = jest.fn(async ({ day }: Asked) => day);
  const ask = memoized(find, 60_000);
  const answers = await Promise.all([ask({ day: 'a' }), ask({ day: 'a' }), ask({ day: 'b' })]);
  expect(answers).toEqual(['a', 'a', 'b']);
  expect(find).toHaveBeenCalledTimes(2);
});

test('asks again when the time is over', async () => {
  const find = jest.fn(async ({ day }: Asked) => day);
  const ask = memoized(find, 0);
  await ask({ day: 'a' });
  await ask({ day: 'a' });
  expect(find).toHaveBeenCalledTimes(2);
});

test('does not remember a failure', async () => {
  const find = jest
    .fn<(asked: Asked) => Promise<string>>()
    .mockRejectedValueOnce(new Error('away'))
    .mockResolvedValueOnce('here');
  const ask = memoized(find, 60_000);
  await expect(ask({ day: 'a' })).rejects.toThrow('away');
  await expect(ask({ day: 'a' })).resolves.toBe('here');
});

test('keeps at most 500 answers', async () => {
  const find = jest.fn(async ({ day }: Asked) => day);
  const ask = memoized(find, 60_000);
  for (let number = 0; number <= 500; number += 1) await ask({ day: `${number}` });
  await ask({ day: '0' });
  expect(find).toHaveBeenCalledTimes(502);
});
