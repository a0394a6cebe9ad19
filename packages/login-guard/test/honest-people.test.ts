import { describe, expect, test } from '@jest/globals';
import type { LoginAttempt } from '@emas/login-guard';
import { attempt, blockOf, kinds, many, member, success } from './attempts.ts';

describe('honest people', () => {
  test('200 behind one address, in the same ten minutes, one of five mistyping', () => {
    const attempts = many(200, (n) => ({ at: n * 3, account: member(n) })).flatMap((one, n) => {
      const { account, time } = one;
      const entered = attempt({ at: 0, account, outcome: 'success' });
      const later = { ...entered, time: time + 8000 };
      return n % 5 === 0 ? [one, later] : [{ ...entered, time }];
    });
    attempts.sort((left, right) => left.time - right.time);
    expect(kinds(attempts)).toEqual([]);
  });

  test('a member who mistypes four times', () => {
    expect(kinds([...many(4, (n) => ({ at: n * 15 })), success(70)])).toEqual([]);
  });

  test('a member on a phone that changes networks while mistyping', () => {
    expect(kinds([...many(4, (n) => ({ at: n * 15, prefix: blockOf(n) })), success(70)])).toEqual(
      [],
    );
  });

  test('an office that has signed in and mistypes later, each once', () => {
    const entered = many(30, (n) => ({ at: n, account: member(n), outcome: 'success' as const }));
    const mistyped = many(30, (n) => ({ at: 60 + n, account: member(n) }));
    expect(kinds([...entered, ...mistyped])).toEqual([]);
  });

  test('500 in one office over a day, one of twenty mistyping now and then', () => {
    const attempts = many(2000, (n) => ({ at: n * 40, account: member(n % 500) })).flatMap(
      (one, n): LoginAttempt[] => {
        const entered: LoginAttempt = { ...one, outcome: 'success', reason: '' };
        return n % 20 === 7 ? [one, { ...entered, time: one.time + 9000 }] : [entered];
      },
    );
    expect(kinds(attempts)).toEqual([]);
  });

  test('a country of 20,000 members over a day, a tenth of whom mistype, from 3,000 networks', () => {
    const attempts = many(20_000, (n) => ({
      at: n * 4,
      account: member(n),
      prefix: blockOf((n * 7919) % 3000),
      outcome: n % 10 === 3 ? ('failure' as const) : ('success' as const),
      password: `p${(n * 31) % 9000}`,
    }));
    expect(kinds(attempts)).toEqual([]);
  });

  test('empty names are nobody: a thousand of them, from anywhere, are no account', () => {
    expect(kinds(many(1000, (n) => ({ at: n / 10, account: '' })))).toEqual([]);
    expect(kinds(many(1000, (n) => ({ at: n / 10, account: '', prefix: blockOf(n) })))).toEqual([]);
  });
});
