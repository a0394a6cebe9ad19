import { expect, jest, test } from '@jest/globals';
import { warnOnce } from '../src/index.ts';

test('a warning is given once for its code', () => {
  const emit = jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
  warnOnce('WARN_EMAS_TEST', 'second');
  warnOnce('WARN_EMAS_TEST', 'third');
  warnOnce('WARN_EMAS_TEST_OTHER', 'fourth');
  expect(emit.mock.calls).toEqual([
    ['second', { type: 'EmasWarning', code: 'WARN_EMAS_TEST' }],
    ['fourth', { type: 'EmasWarning', code: 'WARN_EMAS_TEST_OTHER' }],
  ]);
  emit.mockRestore();
});
