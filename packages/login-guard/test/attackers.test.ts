import { describe, expect, test } from '@jest/globals';
import type { LoginAttempt } from '@emas/login-guard';
import { attempt, blockOf, kinds, many, member, success, watch } from './attempts.ts';

describe('attackers', () => {
  test('7,500 tries an hour from 5,000 addresses are told under 2,500 honest sign-ins an hour', () => {
    const stuffed = many(1875, (n) => ({
      at: n * 0.48,
      account: `leak-${n}`,
      prefix: blockOf(n % 5000),
      reason: n % 2 === 0 ? 'unknown_account' : 'wrong_password',
    }));
    const honest = many(625, (n) => ({
      at: n * 1.44,
      account: member(n),
      prefix: blockOf(6000 + n),
      outcome: n % 20 === 0 ? ('failure' as const) : ('success' as const),
    }));
    const { incidents } = watch(
      [...stuffed, ...honest].toSorted((left, right) => left.time - right.time),
    );
    expect(incidents).toMatchObject([{ kind: 'stuffing', subject: { type: 'everywhere' } }]);
    expect((incidents[0]?.opened ?? 0) - attempt({ at: 0 }).time).toBeLessThanOrEqual(120_000);
  });

  test('over 1,000 IPv4 addresses on one account: one incident with all of them', () => {
    const { incidents, opened, grown } = watch(
      many(1000, (n) => ({ at: n * 2, prefix: blockOf(n) })),
    );
    expect(incidents).toHaveLength(1);
    expect(incidents[0]).toMatchObject({
      kind: 'distributed_guessing',
      subject: { type: 'account', value: 'aisyah' },
      evidence: { failures: 1000, prefixes: { total: 1000, atLeast: false } },
    });
    expect(opened).toHaveLength(1);
    // 20, 40, 80, 160, 320, 640: it is told again as it doubles.
    expect(grown).toHaveLength(5);
  });

  test('over many /64s of one site: one incident, of the site', () => {
    const { incidents } = watch(
      many(300, (n) => ({
        at: n,
        account: member(n),
        prefix: `2001:db8:1:${n.toString(16)}::/64`,
      })),
    );
    expect(incidents).toHaveLength(1);
    expect(incidents[0]).toMatchObject({
      kind: 'spraying',
      subject: { type: 'network', value: '2001:db8:1::/48' },
      evidence: { failures: 300, accounts: { total: 300 }, prefixes: { total: 300 } },
    });
  });

  test('within one /64: the incident names it', () => {
    const { incidents } = watch(
      many(40, (n) => ({ at: n, account: member(n), prefix: '2001:db8:1:2::/64' })),
    );
    expect(incidents[0]?.subject).toEqual({ type: 'prefix', value: '2001:db8:1:2::/64' });
  });

  test('spraying that gets in is told anew, with the account it entered, and is high', () => {
    const { incidents, grown } = watch([
      ...many(20, (n) => ({ at: n, account: member(n) })),
      success(30, { account: 'victim' }),
    ]);
    expect(incidents).toHaveLength(1);
    expect(incidents[0]).toMatchObject({
      severity: 'high',
      evidence: { entered: ['victim'], successes: 1, failures: 20 },
    });
    expect(grown.at(-1)?.severity).toBe('high');
  });

  test('a member who always signs in from there is not taken for entered', () => {
    const { incidents } = watch([
      success(0, { account: 'regular' }),
      ...many(20, (n) => ({ at: 10 + n, account: member(n) })),
      success(60, { account: 'regular' }),
    ]);
    expect(incidents[0]).toMatchObject({ kind: 'spraying', evidence: { entered: [] } });
  });

  test('guessing that gets in right after the member did at home is told', () => {
    const home = { prefix: blockOf(7), country: 'MY' };
    const { incidents } = watch([
      success(0, home),
      ...many(12, (n) => ({ at: 60 + n * 10 })),
      success(200, home),
      success(210),
    ]);
    expect(incidents.find(({ kind }) => kind === 'brute_force')).toMatchObject({
      severity: 'high',
      evidence: { entered: ['aisyah'] },
    });
  });

  test('spraying that turns out to be stuffing is one incident, of that kind', () => {
    expect(
      kinds([
        ...many(15, (n) => ({ at: n, account: member(n) })),
        ...many(40, (n) => ({ at: 20 + n, account: `x${n}`, reason: 'unknown_account' })),
      ]),
    ).toEqual(['stuffing']);
  });

  test('guessing that ends in the usual place is low, elsewhere it is high', () => {
    const severities = (attempts: LoginAttempt[]): unknown[] =>
      watch(attempts).incidents.map(({ kind, severity }) => [kind, severity]);
    const guesses = many(6, (n) => ({ at: 100 + n * 10 }));
    expect(severities([success(0), ...guesses, success(200)])).toEqual([
      ['success_after_failures', 'low'],
    ]);
    expect(severities([...guesses, success(200)])).toEqual([['success_after_failures', 'high']]);
  });
});
