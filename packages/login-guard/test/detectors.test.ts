import { describe, expect, it, test } from '@jest/globals';
import { loginDetectors } from '@emas/login-guard';
import type { Incident, LoginAttempt } from '@emas/login-guard';
import { OFFICE, attempt, blockOf, many } from './attempts.ts';

interface Told {
  readonly incidents: readonly Incident[];
  readonly opened: readonly Incident[];
  readonly grown: readonly Incident[];
}

function watch(attempts: readonly LoginAttempt[]): Told {
  const detectors = loginDetectors();
  const opened: Incident[] = [];
  const grown: Incident[] = [];
  detectors.subscribe((change, incident) => {
    (change === 'opened' ? opened : grown).push(incident);
  });
  for (const one of attempts) detectors.observe(one);
  return { incidents: detectors.incidents(), opened, grown };
}

const kinds = (attempts: readonly LoginAttempt[]): string[] =>
  watch(attempts).incidents.map(({ kind }) => kind);

const member = (number: number): string => `member-${number}`;
const success = (at: number, more: object = {}): LoginAttempt =>
  attempt({ at, outcome: 'success', ...more });

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

  test('empty names are nobody: a thousand of them, from anywhere, are no account', () => {
    expect(kinds(many(1000, (n) => ({ at: n / 10, account: '' })))).toEqual([]);
    expect(kinds(many(1000, (n) => ({ at: n / 10, account: '', prefix: blockOf(n) })))).toEqual([]);
  });
});

describe('attackers', () => {
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
  // Accounts, sources, pairs and passwords: a hundred thousand of each.
  expect(detectors.size).toBeLessThanOrEqual(400_000);
  expect(detectors.incidents().length).toBeLessThanOrEqual(256);
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
