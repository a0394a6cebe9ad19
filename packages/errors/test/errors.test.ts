import { describe, expect, it } from '@jest/globals';
import { EmasError, errorCode } from '../src/index.ts';

describe('an EmasError', () => {
  it('has its code, what to do in the message and apart, and its cause', () => {
    const cause = new Error('no route');
    const error = new EmasError('ERR_EMAS_TEST', 'No answer.', { cause, help: 'Start it.' });
    expect(error).toMatchObject({
      name: 'EmasError',
      code: 'ERR_EMAS_TEST',
      message: 'No answer. Start it.',
      help: 'Start it.',
      cause,
    });
  });

  it('without help or cause shows neither', () => {
    const error = new EmasError('ERR_EMAS_TEST', 'No answer.');
    expect(error.message).toBe('No answer.');
    expect('cause' in error).toBe(false);
  });
});

describe('the code of an error', () => {
  it.each([
    [Object.assign(new Error('no file'), { code: 'ENOENT' }), 'ENOENT'],
    [{ code: 60 }, '60'],
    [{ code: undefined }, ''],
    [new Error('without a code'), ''],
    ['ENOENT', ''],
    [null, ''],
    [undefined, ''],
  ])('of %j', (error, code) => {
    expect(errorCode(error)).toBe(code);
  });
});
