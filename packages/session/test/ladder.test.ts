import { describe, expect, test } from '@jest/globals';
import { decide, remember } from '../src/binding/ladder.ts';
import type { Origin } from '../src/binding/decision.ts';
import { bindingSchema } from '../src/binding/options.ts';
import type { ResolvedBinding } from '../src/binding/options.ts';
import type { SessionMetadata } from '../src/metadata.ts';

const binding: ResolvedBinding = bindingSchema.parse({});
const HOME: Origin = {
  address: '203.0.113.9',
  prefix: '203.0.113.0/24',
  client: 'Firefox/Linux',
  country: 'MY',
  isAnonymous: false,
};
const meta: SessionMetadata = {
  created: 0,
  seen: 0,
  networks: [{ address: HOME.address, prefix: HOME.prefix, since: 0, proven: true }],
  clients: [HOME.client],
  country: 'MY',
  account: '',
};
const elsewhere = (number: number): Partial<Origin> => ({
  address: `198.51.${number}.1`,
  prefix: `198.51.${number}.0/24`,
});

test.each<[string, Partial<Origin>, number, string[]]>([
  ['the same place', {}, 0, []],
  ['another address of the network', { address: '203.0.113.10' }, 0, []],
  ['another network', elsewhere(1), 20, ['new_network']],
  [
    'the first network of IPv6',
    { address: '2001:db8::1', prefix: '2001:db8::/64' },
    10,
    ['new_family'],
  ],
  ['another system', { client: 'Firefox/Windows' }, 40, ['new_os']],
  ['the phone’s page on a desk', { client: 'Firefox/Android' }, 20, ['desktop_mode']],
  ['another browser', { client: 'Chrome/Linux' }, 40, ['new_browser']],
  ['another browser and system', { client: 'Chrome/Windows' }, 80, ['new_browser', 'new_os']],
  ['no user agent', { client: '/' }, 80, ['new_browser', 'new_os']],
  ['a player of the same system, at home', { client: '/Linux' }, 20, ['unnamed_program']],
  ['a player of another system, at home', { client: '/iOS' }, 80, ['new_browser', 'new_os']],
  [
    'a player of the same system, elsewhere',
    { ...elsewhere(1), client: '/Linux' },
    60,
    ['new_network', 'new_browser'],
  ],
  [
    'a network whose country is not known',
    { ...elsewhere(1), country: '' },
    40,
    ['new_network', 'unknown_country'],
  ],
  [
    'a host of servers in the same country',
    { ...elsewhere(1), isAnonymous: true },
    40,
    ['new_network', 'anonymous_network'],
  ],
  [
    'Tor',
    { ...elsewhere(1), country: '', isAnonymous: true },
    60,
    ['new_network', 'unknown_country', 'anonymous_network'],
  ],
  ['a network that is known, now on a list', { isAnonymous: true }, 0, []],
  ['another country', { country: 'SG' }, 40, ['new_country']],
  ['an unknown country, at home', { country: '' }, 0, []],
  ['no address', { address: '', prefix: '' }, 20, ['new_network']],
  [
    'everything',
    { ...elsewhere(1), client: 'Chrome/Windows', country: 'SG' },
    140,
    ['new_network', 'new_browser', 'new_os', 'new_country'],
  ],
])('%s', (_, origin, score, signals) => {
  const decision = decide(meta, { ...HOME, ...origin }, binding, false);
  expect(decision).toMatchObject({ score, signals });
  const verdict = score === 0 ? 'same' : score < 40 ? 'moved' : 'challenge';
  expect(decision.verdict).toBe(verdict);
});

test.each([
  ['Android', 'Linux', 'desktop_mode'],
  ['iOS', 'Mac OS', 'desktop_mode'],
  ['iOS', 'macOS', 'desktop_mode'],
  ['Windows', 'Android', 'new_os'],
  ['Linux', 'Mac OS', 'new_os'],
  ['Android', 'iOS', 'new_os'],
])('%s and %s, either way: %s', (one, other, signal) => {
  for (const [known, now] of [
    [one, other],
    [other, one],
  ]) {
    const decision = decide(
      { ...meta, clients: [`Chrome/${known}`] },
      { ...HOME, client: `Chrome/${now}` },
      binding,
      false,
    );
    expect(decision.signals).toEqual([signal]);
  }
});

test.each([
  ['Mobile Safari/iOS', 'Safari/macOS', 'desktop_mode'],
  ['Chrome WebView/Android', 'Chrome/Android', 'desktop_mode'],
  ['IE/Windows', 'Edge/Windows', 'desktop_mode'],
  ['Chrome/Windows', 'Edge/Windows', 'new_browser'],
  ['Mobile Safari/iOS', 'Mobile Chrome/iOS', 'new_browser'],
  ['Safari/macOS', 'Safari/Windows', 'new_os'],
])('%s and %s, either way: %s', (one, other, signal) => {
  for (const [known, now] of [
    [one, other],
    [other, one],
  ] as const) {
    const decision = decide(
      { ...meta, clients: [known] },
      { ...HOME, client: now },
      binding,
      false,
    );
    expect(decision.signals).toEqual([signal]);
  }
});

describe('what is remembered', () => {
  const after = (origins: readonly Partial<Origin>[], proven = false): SessionMetadata =>
    origins.reduce((known, origin) => remember(known, { ...HOME, ...origin }, proven, 8, 1), meta);

  test('is bounded, oldest first to go, but a proved network stays', () => {
    const { networks } = after(Array.from({ length: 20 }, (_, number) => elsewhere(number)));
    expect(networks).toHaveLength(8);
    expect(networks[0]).toMatchObject({ prefix: HOME.prefix, proven: true });
    expect(networks.at(-1)).toMatchObject({ prefix: '198.51.19.0/24', proven: false });
  });

  test('is bounded where every network was proved', () => {
    const { networks } = after(
      Array.from({ length: 20 }, (_, number) => elsewhere(number)),
      true,
    );
    expect(networks).toHaveLength(8);
    expect(networks.at(-1)?.prefix).toBe('198.51.19.0/24');
  });

  test('is bounded for each family by itself', () => {
    const six = Array.from({ length: 20 }, (_, number) => ({
      address: `2001:db8:${number}::1`,
      prefix: `2001:db8:${number}::/64`,
    }));
    const { networks } = after([
      ...six,
      ...Array.from({ length: 20 }, (_, number) => elsewhere(number)),
    ]);
    expect(networks.filter(({ prefix }) => prefix.includes(':'))).toHaveLength(8);
    expect(networks.filter(({ prefix }) => !prefix.includes(':'))).toHaveLength(8);
  });

  test('has the latest address of a network, and that it was proved', () => {
    const { networks } = after([elsewhere(1), { address: '203.0.113.200' }]);
    expect(networks).toEqual([
      { address: '198.51.1.1', prefix: '198.51.1.0/24', since: 1, proven: false },
      { address: '203.0.113.200', prefix: HOME.prefix, since: 0, proven: true },
    ]);
  });

  test('is no program without a name', () => {
    expect(after([{ client: '/' }, { client: '/Android' }]).clients).toEqual(['Firefox/Linux']);
  });

  test('has few browsers', () => {
    const { clients } = after(
      Array.from({ length: 9 }, (_, number) => ({ client: `Browser${number}/Linux` })),
    );
    expect(clients).toEqual([
      'Browser5/Linux',
      'Browser6/Linux',
      'Browser7/Linux',
      'Browser8/Linux',
    ]);
  });
});
