import { expect, test } from '@jest/globals';
import { randomIds } from '../src/index.ts';

test.each([
  ['base64url', /^[\w-]{22}$/],
  ['base64', /^[A-Za-z\d+/]{22}==$/],
  ['hex', /^[\da-f]{32}$/],
] as const)('ids in %s have all their bits, and none comes twice', (encoding, shape) => {
  const nextId = randomIds(16, encoding);
  const ids = Array.from({ length: 1000 }, nextId);
  expect(new Set(ids).size).toBe(1000);
  expect(ids.filter((id) => !shape.test(id))).toEqual([]);
});
