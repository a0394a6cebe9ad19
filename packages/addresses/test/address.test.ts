import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { examples } from '../../../test/runner/repetition.ts';
import { addressPrefix, canonicalAddress, isPrivateAddress } from '../src/index.ts';

const LENGTHS = { ipv4: 24, ipv6: 64 };

describe('canonicalAddress', () => {
  it.each([
    ['203.0.113.9', '203.0.113.9'],
    ['::ffff:203.0.113.9', '203.0.113.9'],
    ['::FFFF:CB00:7109', '203.0.113.9'],
    ['0:0:0:0:0:ffff:cb00:7109', '203.0.113.9'],
    ['2001:0DB8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
    ['fe80::1%eth0', 'fe80::1'],
    ['203.0.113.9:51123', '203.0.113.9'],
    ['[203.0.113.9]:80', '203.0.113.9'],
    ['[2001:db8::1]', '2001:db8::1'],
    ['[2001:db8::1]:443', '2001:db8::1'],
    ['[::ffff:203.0.113.9]:443', '203.0.113.9'],
    ['[fe80::1%25eth0]:443', 'fe80::1'],
    ['2001:db8::1:443', '2001:db8::1:443'],
    ['203.0.113.9:', ''],
    ['203.0.113.9:port', ''],
    ['[2001:db8::1', ''],
    ['unknown', ''],
    ['_hidden', ''],
    ['203.0.113', ''],
    ['0x7f.1', ''],
    ['017700000001', ''],
    ['', ''],
  ])('writes %s as %s', (given, canonical) => {
    expect(canonicalAddress(given)).toBe(canonical);
  });

  it('is stable: a canonical address is its own canonical form', () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (address) => {
        const once = canonicalAddress(address);
        expect(canonicalAddress(once)).toBe(once);
      }),
      examples(1000),
    );
  });

  it('takes any string without throwing', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(typeof canonicalAddress(text)).toBe('string');
      }),
      examples(1000),
    );
  });
});

describe('isPrivateAddress', () => {
  it.each([
    ['127.0.0.1', true],
    ['10.1.2.3', true],
    ['172.31.0.1', true],
    ['100.64.0.1', true],
    ['::1', true],
    ['fd00::1', true],
    ['fe80::1', true],
    ['60.48.1.2', false],
    ['172.32.0.1', false],
    ['2001:e68::1', false],
    ['', false],
  ])('%s: %s', (address, isPrivate) => {
    expect(isPrivateAddress(address)).toBe(isPrivate);
  });
});

describe('addressPrefix', () => {
  it.each([
    ['203.0.113.255', '203.0.113.0/24'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['', ''],
  ])('%s belongs to %s', (address, prefix) => {
    expect(addressPrefix(address, LENGTHS)).toBe(prefix);
  });

  it('is the address itself at full length', () => {
    expect(addressPrefix('203.0.113.255', { ipv4: 32, ipv6: 128 })).toBe('203.0.113.255/32');
    expect(addressPrefix('2001:db8::1', { ipv4: 32, ipv6: 128 })).toBe('2001:db8::1/128');
  });

  it('takes lengths that are not whole bytes', () => {
    expect(addressPrefix('203.0.113.255', { ipv4: 22, ipv6: 56 })).toBe('203.0.112.0/22');
    expect(addressPrefix('2001:db8:1:2ff::1', { ipv4: 24, ipv6: 56 })).toBe('2001:db8:1:200::/56');
  });
});
