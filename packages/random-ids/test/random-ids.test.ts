import { expect, test } from '@jest/globals';
import { publicIds, randomIds } from '../src/index.ts';

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

test.each([
  [16, 'hex', /^[0-9a-f]{32}$/],
  [18, 'base64', /^[A-Za-z0-9+/]{24}$/],
] as const)('makes public ids of %i bytes in %s, none of them twice', (bytes, encoding, form) => {
  const nextId = publicIds(bytes, encoding);
  const ids = Array.from({ length: 1000 }, nextId);
  expect(new Set(ids).size).toBe(1000);
  for (const id of ids) expect(id).toMatch(form);
});
