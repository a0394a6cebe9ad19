import { expect, it } from '@jest/globals';
import { MemoryWindows } from '../src/rate-limit/memory-windows.ts';

const NOON = Date.parse('2026-11-23T12:00:00Z');
const MINUTE = 60_000;

it('keeps no more keys than it has room for, and forgets those first that came once', () => {
  const windows = new MemoryWindows({ window: MINUTE, algorithm: 'sliding' });
  const one = { cost: 1, limit: 5 };
  const taken = (key: string): number => windows.take(key, one, NOON).current;
  expect([taken('insistent'), taken('insistent')]).toEqual([1, 2]);
  for (let number = 0; number < 250_000; number += 1) windows.take(`k${number}`, one, NOON);
  expect(taken('k249999')).toBe(2);
  expect(taken('k0')).toBe(1);
  expect(taken('insistent')).toBe(3);
});
