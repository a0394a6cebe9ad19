import { expect, it } from '@jest/globals';
import { EXACT, placeHashOf, placeHashes, placeKey } from '../src/throttle/place-hash.ts';
import { addressPrefix } from '@emas/addresses';

/* The log has the network of a sign-in; the guard knows the address. Whoever has the key finds one by the other. */

const KEY = 'a key of thirty-two characters, or more';
const guardKnows = (address: string): string =>
  placeHashOf(placeKey(KEY), 'account', addressPrefix(address, EXACT));

it.each([
  ['198.51.100.0/24', '198.51.100.7'],
  ['198.51.100.0/24', '198.51.100.255'],
  ['198.51.100.7', '198.51.100.200'],
  ['2001:db8:77::/48', '2001:db8:77:1:aaaa:bbbb:cccc:dd99'],
  ['2001:db8:77::/48', '2001:db8:77:ffff::1'],
  ['2001:db8::/48', '2001:db8:0:5::1'],
  ['2001::/48', '2001:0:0:5::1'],
])('in %s, %s is found', (network, address) => {
  expect([...placeHashes(KEY, 'account', network)]).toContain(guardKnows(address));
});

it('finds the network itself, and nothing of others', () => {
  const hashes = [...placeHashes(KEY, 'account', '198.51.100.0/24')];
  expect(hashes).toContain(placeHashOf(placeKey(KEY), 'account', '198.51.100.0/24'));
  expect(hashes).not.toContain(guardKnows('198.51.101.7'));
  expect(new Set(hashes).size).toBe(257);
});
