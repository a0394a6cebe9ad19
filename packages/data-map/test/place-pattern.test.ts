import { expect, test } from '@jest/globals';
import { isAt } from '@emas/data-map';

test.each([
  ['emas_open', 'emas_open', true],
  ['emas_open', 'emas_opened', false],
  ['__Host-<hash>', `__Host-${'0a'.repeat(16)}`, true],
  ['__Host-<hash>', '__Host-consent', false],
  ['logs/auth.<slot>.<day>.<part>', 'logs/auth.1.2026-11-28.001.log', true],
  ['logs/auth.<slot>.<day>.<part>', 'logs/auth.1.2026-11-28.001.log.gz', true],
  ['logs/auth.<slot>.<day>.<part>', 'logs/session.1.2026-11-28.001.log', false],
  ['{emas:portal:login}:known:<hash>', `{emas:portal:login}:known:${'k'.repeat(22)}`, true],
  ['emas:portal:limit:api:<network>', 'emas:portal:limit:api:2001:db8::/56', true],
  ['a.b', 'a-b', false],
])('%s and %s: %s', (where, name, expected) => {
  expect(isAt(where, name)).toBe(expected);
});
