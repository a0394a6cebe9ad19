import { expect, test } from '@jest/globals';
import { loginDetectors } from '@emas/login-guard';
import type { Incident, LoginAttempt, LoginDetectors, Tally } from '@emas/login-guard';
import { attempt, blockOf, many } from './attempts.ts';

interface Stormed {
  readonly detectors: LoginDetectors;
  readonly attempts: number;
  readonly opened: number;
  readonly grew: number;
}

/** Networks that each try another account every ten seconds, for as many steps. */
function storm(networks: number, steps: number): Stormed {
  const detectors = loginDetectors();
  const told = { opened: 0, grew: 0 };
  detectors.subscribe((change) => {
    told[change] += 1;
  });
  for (let step = 0; step < steps; step += 1) {
    for (let network = 0; network < networks; network += 1) {
      detectors.observe(
        attempt({
          at: step * 10 + (network * 10) / networks,
          account: `account-${(network * 131 + step) % 5000}`,
          prefix: blockOf(network),
        }),
      );
    }
  }
  return { detectors, attempts: networks * steps, ...told };
}

test.each([
  [10, 120, 10],
  [256, 120, 257],
  [1000, 60, 257],
  [10_000, 20, 257],
])('%i networks: %i attempts each open %i incidents at most', (networks, steps, most) => {
  const { detectors, attempts, opened, grew } = storm(networks, steps);
  expect(opened).toBeGreaterThan(0);
  expect(opened).toBeLessThanOrEqual(most);
  // Each is told again as it doubles: a number that grows with the logarithm of the attempts.
  expect(grew).toBeLessThanOrEqual(opened * Math.log2(attempts));
  expect(detectors.incidents()).toHaveLength(opened);
});

test('what does not fit among the 256 is one incident, of which nothing is lost and nothing counted twice', () => {
  const { detectors } = storm(1000, 60);
  const widespread = detectors.incidents().filter(({ kind }) => kind === 'widespread');
  expect(widespread).toHaveLength(1);
  const [{ evidence, subject }] = widespread as [Incident];
  expect(subject).toEqual({ type: 'everywhere', value: '' });
  // 256 incidents are the 255 networks that were first, and everybody together.
  expect(evidence.prefixes.total).toBe(745);
  expect(evidence.failures).toBe(745 * 60);
});

test('a network of the widespread incident that gets in is named, and the incident is high', () => {
  const { detectors } = storm(1000, 30);
  const at = 30 * 10;
  detectors.observe(
    attempt({ at, outcome: 'success', account: 'victim', prefix: blockOf(999), reason: '' }),
  );
  expect(detectors.incidents().find(({ kind }) => kind === 'widespread')).toMatchObject({
    severity: 'high',
    evidence: { entered: ['victim'], successes: 1 },
  });
});

test('as the storm is over, incidents are kept apart again', () => {
  const { detectors } = storm(300, 60);
  expect(detectors.isWidespread(attempt({ at: 600 }).time)).toBe(true);
  const later = 600 + 2 * 3600;
  expect(detectors.isWidespread(attempt({ at: later }).time)).toBe(false);
  for (const one of many(12, (n) => ({ at: later + n, account: 'after' }))) detectors.observe(one);
  expect(detectors.incidents().at(-1)).toMatchObject({
    kind: 'brute_force',
    subject: { type: 'pair', value: 'after 203.0.113.0/24' },
  });
  expect(detectors.incidents()).toHaveLength(257);
});

test('one attempt of another time, or a clock that was ahead, blinds nobody', () => {
  const stuffing = (at: number): LoginAttempt[] =>
    many(300, (n) => ({
      at: at + n / 4,
      account: `leak-${n}`,
      prefix: blockOf(n),
      reason: 'unknown_account',
    }));
  const YEAR = 365 * 86_400;
  const kindsOf = (attempts: readonly LoginAttempt[]): string[] => {
    const detectors = loginDetectors();
    for (const one of attempts) detectors.observe(one);
    return detectors.incidents().map(({ kind }) => kind);
  };
  const stray = attempt({ at: YEAR, account: 'stray', outcome: 'success' });
  expect(kindsOf([stray, ...stuffing(0)])).toEqual(['stuffing']);
  // An incident of the wrong year does not swallow those of the right one.
  expect(kindsOf([...stuffing(YEAR), ...stuffing(0)])).toEqual(['stuffing', 'stuffing']);
});

test('an incident that goes on is never given up, however many begin after it', () => {
  const detectors = loginDetectors();
  const guess = (at: number): void => detectors.observe(attempt({ at, account: 'long' }));
  for (let n = 0; n < 10; n += 1) guess(n);
  const [first] = detectors.incidents();
  for (let network = 0; network < 600; network += 1) {
    for (const one of many(10, (n) => ({ at: 20 + network + n / 10, account: `a${network}` }))) {
      detectors.observe({ ...one, prefix: blockOf(network) });
    }
    guess(20 + network);
  }
  const same = detectors.incidents().filter(({ subject }) => subject.value.startsWith('long '));
  expect(same).toHaveLength(1);
  expect(same[0]).toMatchObject({ id: first?.id, evidence: { failures: 610 } });
});

const sum = ({ top, rest, unknown }: Tally): number =>
  Object.values(top).reduce((all, count) => all + count, rest + unknown);

function expectToAddUp({ kind, evidence }: Incident): void {
  const { failures, successes, accounts, prefixes, countries, clients, reasons } = evidence;
  const sums = [accounts, prefixes, countries, clients].map(sum);
  expect({ kind, sums, reasons: sum(reasons) }).toEqual({
    kind,
    sums: [accounts, prefixes, countries, clients].map(() => failures + successes),
    reasons: failures,
  });
}

const success = (more: Partial<LoginAttempt> & { readonly at: number }): LoginAttempt =>
  attempt({ outcome: 'success', ...more });
const random = (number: number, of: number): number => (number * 7919 + 13) % of;

const PATTERNS: Readonly<Record<string, LoginAttempt[]>> = {
  brute_force: many(60, (n) => ({
    at: n,
    reason: n % 3 === 0 ? 'refused_delay' : 'wrong_password',
  })),
  distributed_guessing: [
    ...many(116, (n) => ({ at: n * 20, prefix: blockOf(random(n, 40)), client: `Bot ${n % 3}` })),
    success({ at: 2400, prefix: blockOf(3) }),
  ],
  spraying: [
    ...many(30, (n) => ({
      at: n * 4,
      account: `m${random(n, 19)}`,
      country: n % 4 === 0 ? '' : 'VN',
    })),
    success({ at: 130, account: 'm1' }),
  ],
  stuffing: many(1500, (n) => ({ at: n / 4, account: `m${n}`, reason: 'unknown_account' })),
  success_after_failures: [
    ...many(24, (n) => ({ at: n * 30, prefix: blockOf(n % 5) })),
    success({ at: 800, prefix: blockOf(2) }),
  ],
  impossible_travel: [success({ at: 0 }), success({ at: 60, country: 'BR', prefix: blockOf(1) })],
};

test.each(Object.entries(PATTERNS))(
  '%s: accounts, networks, countries, programs and reasons add up to the attempts',
  (kind, attempts) => {
    const detectors = loginDetectors();
    for (const one of attempts) detectors.observe(one);
    const incidents = detectors.incidents();
    expect(incidents.map((one) => one.kind)).toContain(kind);
    for (const incident of incidents) expectToAddUp(incident);
  },
);

test('an incident has all attempts of its pattern, those before the threshold among them', () => {
  const detectors = loginDetectors();
  for (const one of PATTERNS['spraying'] ?? []) detectors.observe(one);
  const [incident] = detectors.incidents();
  expect(incident?.evidence).toMatchObject({
    failures: 30,
    successes: 1,
    countries: { top: { VN: 22, MY: 1 }, unknown: 8 },
    entered: ['m1'],
  });
});

test('who got in before the threshold is named as well, who signed in before the attack is not', () => {
  const detectors = loginDetectors();
  detectors.observe(success({ at: 0, account: 'member' }));
  for (const one of many(7, (n) => ({ at: 60 + n, account: `m${n}` }))) detectors.observe(one);
  detectors.observe(success({ at: 70, account: 'victim' }));
  for (const one of many(10, (n) => ({ at: 80 + n, account: `n${n}` }))) detectors.observe(one);
  expect(detectors.incidents()).toMatchObject([
    { kind: 'spraying', severity: 'high', evidence: { entered: ['victim'], failures: 17 } },
  ]);
});

test('an account that is entered by the password of a spraying is named, wherever it is entered from', () => {
  const detectors = loginDetectors();
  const spray = { password: 'hash of the password' };
  detectors.observe(success({ at: 0, account: 'first', prefix: blockOf(900), ...spray }));
  for (const one of many(12, (n) => ({ at: n, account: `m${n}`, prefix: blockOf(n), ...spray }))) {
    detectors.observe(one);
  }
  const other = { ...spray, password: 'hash of another' };
  detectors.observe(success({ at: 20, account: 'member', prefix: blockOf(800), ...other }));
  detectors.observe(success({ at: 30, account: 'second', prefix: blockOf(901), ...spray }));
  expect(detectors.incidents()).toMatchObject([
    {
      kind: 'spraying',
      severity: 'high',
      evidence: { entered: ['first', 'second'], successes: 2 },
    },
  ]);
});

test('a member who signs in at home with the password of a spraying is not taken for entered', () => {
  const detectors = loginDetectors();
  const spray = { password: 'a weak one' };
  detectors.observe(success({ at: 0, account: 'member', prefix: blockOf(7) }));
  for (const one of many(12, (n) => ({
    at: 9 + n,
    account: `m${n}`,
    prefix: blockOf(n),
    ...spray,
  }))) {
    detectors.observe(one);
  }
  detectors.observe(success({ at: 40, account: 'member', prefix: blockOf(7), ...spray }));
  expect(detectors.incidents()).toMatchObject([{ kind: 'spraying', evidence: { entered: [] } }]);
});
