import { expect, test } from '@jest/globals';
import { NetworkTable, parseNetwork } from '../src/index.ts';

test.each([
  ['203.0.113.9/24', { prefix: '203.0.113.0/24', family: 'ipv4', bits: 24 }],
  ['203.0.113.9', { prefix: '203.0.113.9/32', family: 'ipv4', bits: 32 }],
  ['2001:db8::1/48', { prefix: '2001:db8::/48', family: 'ipv6', bits: 48 }],
  ['::ffff:198.51.100.7/120', { prefix: '198.51.100.0/24', family: 'ipv4', bits: 24 }],
  ['203.0.113.0/33', undefined],
  ['nowhere', undefined],
  ['', undefined],
])('%s', (text, expected) => {
  expect(parseNetwork(text)).toEqual(expected);
});

test('an address is found in every network that covers it, and in no other', () => {
  const table = new NetworkTable([
    ['203.0.113.0/24', 'office'],
    ['203.0.113.9', 'door'],
    ['2001:db8::/32', 'six'],
    ['no network', 'nothing'],
  ]);
  expect(table.find('203.0.113.9').toSorted()).toEqual(['door', 'office']);
  expect(table.find('203.0.113.10')).toEqual(['office']);
  expect(table.find('198.51.100.1')).toEqual([]);
  expect(table.find('2001:db8:1::1')).toEqual(['six']);
});
