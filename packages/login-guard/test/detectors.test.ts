import { describe, expect, it, test } from '@jest/globals';
import { loginDetectors } from '@emas/login-guard';
import type { LoginAttempt } from '@emas/login-guard';
import { OFFICE, attempt, blockOf, kinds, many, member, success, watch } from './attempts.ts';

const unknown = { reason: 'unknown_account' };

/** Each with a case just under its threshold and one just over it. */
const SCENARIOS: [name: string, under: LoginAttempt[], over: LoginAttempt[], kind: string][] = [
  [
    'brute force: 9 and 10 failures on one account from one place within ten minutes',
    many(9, (n) => ({ at: n * 60 })),
    many(10, (n) => ({ at: n * 60 })),
    'brute_force',
  ],
  [
    'brute force: 10 failures within ten minutes and a little, and within ten',
    many(10, (n) => ({ at: n * 66.8 })),
    many(10, (n) => ({ at: n * 66 })),
    'brute_force',
  ],
  [
    'brute force by a /64 that tries another address each time, as its prefix stays the same',
    many(9, (n) => ({ at: n, prefix: '2001:db8:1:2::/64' })),
    many(10, (n) => ({ at: n, prefix: '2001:db8:1:2::/64' })),
    'brute_force',
  ],
  [
    'brute force from the many /64s of one site',
    many(9, (n) => ({ at: n, prefix: `2001:db8:1:${n}::/64` })),
    many(10, (n) => ({ at: n, prefix: `2001:db8:1:${n}::/64` })),
    'brute_force',
  ],
  [
    'distributed guessing: one account from 19 and from 20 networks within an hour',
    many(19, (n) => ({ at: n * 100, prefix: blockOf(n) })),
    many(20, (n) => ({ at: n * 100, prefix: blockOf(n) })),
    'distributed_guessing',
  ],
  [
    'spraying: one place fails on 14 and on 15 accounts within five minutes',
    many(14, (n) => ({ at: n * 20, account: member(n) })),
    many(15, (n) => ({ at: n * 20, account: member(n) })),
    'spraying',
  ],
  [
    'spraying: 15 failed accounts among 31 tried, and among 30',
    [
      ...many(16, (n) => ({ at: n, account: `in-${n}`, outcome: 'success' })),
      ...many(15, (n) => ({ at: 20 + n, account: member(n) })),
    ],
    [
      ...many(15, (n) => ({ at: n, account: `in-${n}`, outcome: 'success' })),
      ...many(15, (n) => ({ at: 20 + n, account: member(n) })),
    ],
    'spraying',
  ],
  [
    'one password on 9 and on 10 accounts, each from elsewhere',
    many(9, (n) => ({ at: n * 300, account: member(n), prefix: blockOf(n), password: 'h' })),
    many(10, (n) => ({ at: n * 300, account: member(n), prefix: blockOf(n), password: 'h' })),
    'spraying',
  ],
  [
    'stuffing: 19 and 20 accounts in ten minutes, most of them unknown here',
    many(19, (n) => ({ at: n * 30, account: member(n), reason: 'unknown_account' })),
    many(20, (n) => ({ at: n * 30, account: member(n), reason: 'unknown_account' })),
    'stuffing',
  ],
  [
    'stuffing: 9 of 20 unknown, and 10 of 20',
    many(20, (n) => ({ at: n * 30, account: member(n), ...(n < 9 ? unknown : {}) })),
    many(20, (n) => ({ at: n * 30, account: member(n), ...(n < 10 ? unknown : {}) })),
    'stuffing',
  ],
  [
    'stuffing from everywhere: 99 and 100 accounts, each from an address of its own',
    many(99, (n) => ({ at: n * 5, account: member(n), prefix: blockOf(n) })),
    many(100, (n) => ({ at: n * 5, account: member(n), prefix: blockOf(n) })),
    'stuffing',
  ],
  [
    'slow brute force: 29 and 30 failures on one account from one place within a day',
    many(29, (n) => ({ at: n * 2900 })),
    many(30, (n) => ({ at: n * 2900 })),
    'brute_force',
  ],
  [
    'slow guessing: one account from 39 and from 40 networks within a day',
    many(39, (n) => ({ at: n * 2200, prefix: blockOf(n) })),
    many(40, (n) => ({ at: n * 2200, prefix: blockOf(n) })),
    'distributed_guessing',
  ],
  [
    'slow spraying: one place fails on 29 and on 30 accounts, one each 25 seconds',
    many(29, (n) => ({ at: n * 25, account: member(n) })),
    many(30, (n) => ({ at: n * 25, account: member(n) })),
    'spraying',
  ],
  [
    'slow spraying: one account each 50 minutes, and each 49',
    many(30, (n) => ({ at: n * 50 * 60, account: member(n) })),
    many(30, (n) => ({ at: n * 49 * 60, account: member(n) })),
    'spraying',
  ],
  [
    'one password on 19 and on 20 accounts within a day, each from elsewhere',
    many(19, (n) => ({ at: n * 4400, account: member(n), prefix: blockOf(n), password: 'h' })),
    many(20, (n) => ({ at: n * 4400, account: member(n), prefix: blockOf(n), password: 'h' })),
    'spraying',
  ],
  [
    'success after 4 and after 5 failures',
    [...many(4, (n) => ({ at: n * 30 })), success(200)],
    [...many(5, (n) => ({ at: n * 30 })), success(200)],
    'success_after_failures',
  ],
  [
    'Malaysia, and 61 and 60 minutes later Brazil',
    [success(0), success(3660, { country: 'BR', prefix: blockOf(1) })],
    [success(0), success(3600, { country: 'BR', prefix: blockOf(1) })],
    'impossible_travel',
  ],
  [
    'Malaysia, and half an hour later Singapore; Australia',
    [success(0), success(1800, { country: 'SG', prefix: blockOf(1) })],
    [success(0), success(1800, { country: 'AU', prefix: blockOf(1) })],
    'impossible_travel',
  ],
];

describe('just under its threshold nothing is told, just over it one incident is', () => {
  test.each(SCENARIOS)('%s', (_name, under, over, kind) => {
    expect(kinds(under)).toEqual([]);
    expect(kinds(over)).toEqual([kind]);
  });
});

it('an incident begins with the first of the attempts that made it, and ends an hour after the last', () => {
  const { incidents } = watch([
    ...many(30, (n) => ({ at: n * 10 })),
    ...many(30, (n) => ({ at: 290 + 3601 + n * 10 })),
  ]);
  expect(incidents.map(({ evidence }) => evidence.failures)).toEqual([30, 30]);
  const [first] = incidents;
  expect(first?.evidence.first).toBe(attempt({ at: 0 }).time);
  expect(first?.opened).toBe(attempt({ at: 90 }).time);
  expect(first?.evidence.last).toBe(attempt({ at: 290 }).time);
});

it('what was closed does not grow: what follows is another incident', () => {
  const detectors = loginDetectors();
  for (const one of many(12, (n) => ({ at: n }))) detectors.observe(one);
  const [incident] = detectors.incidents();
  detectors.drop(incident?.id ?? '');
  for (const one of many(9, (n) => ({ at: 20 + n }))) detectors.observe(one);
  expect(detectors.incidents()).toEqual([]);
  detectors.observe(attempt({ at: 30 }));
  expect(detectors.incidents()).toHaveLength(1);
  expect(detectors.incidents()[0]?.id).not.toBe(incident?.id);
});

it('evidence has networks and hashes, and never the hash of a password', () => {
  const { incidents } = watch(
    many(12, (n) => ({ at: n, account: member(n), prefix: blockOf(n), password: 'secret-hash' })),
  );
  expect(incidents[0]?.subject).toEqual({ type: 'password', value: '' });
  expect(JSON.stringify(incidents)).not.toContain('secret-hash');
});

it('memory stays bounded while accounts and networks have no end', () => {
  const detectors = loginDetectors();
  for (let n = 0; n < 400_000; n += 1) {
    detectors.observe(
      attempt({ at: n / 1000, account: `a${n}`, prefix: blockOf(n), password: `p${n}` }),
    );
  }
  // Two hundred thousand accounts; half as many sources, pairs and passwords.
  expect(detectors.size).toBeLessThanOrEqual(500_000);
  expect(detectors.incidents().length).toBeLessThanOrEqual(257);
});

it('wrong thresholds are refused by name', () => {
  const wrong = (thresholds: object): (() => unknown) => {
    return () => loginDetectors({ thresholds });
  };
  expect(wrong({ bruteForce: { failures: 1 } })).toThrow(/bruteForce\.failures/);
  expect(wrong({ bruteforce: { failures: 5 } })).toThrow(/did you mean "bruteForce"/);
  expect(wrong({ spraying: { share: 7 } })).toThrow(
    expect.objectContaining({ code: 'ERR_EMAS_LOGIN_GUARD_OPTIONS' }),
  );
});

it('the office is a place of one network', () => {
  expect(watch(many(10, (n) => ({ at: n }))).incidents[0]?.evidence.prefixes.top).toEqual({
    [OFFICE]: 10,
  });
});
