import { describe, expect, it } from '@jest/globals';
import { writeNetwork } from '../src/visit/address-bits.ts';
import { sipHash } from '../src/visit/sip-hash.ts';

describe('sipHash', () => {
  it("gives the reference implementation's answer for 16 bytes", () => {
    const bytes = new Int32Array(
      new Uint8Array(Array.from({ length: 16 }, (_, index) => index)).buffer,
    );
    // vectors_sip64[16] of the reference: db 9b c2 57 7f cc 2a 3f; the low 53 bits of it.
    const reference = 0x3f2a_cc7f_57c2_9bdbn & ((1n << 53n) - 1n);
    expect(BigInt(sipHash(bytes, bytes))).toBe(reference);
  });

  it('changes with every bit of key and message', () => {
    const words = (): Int32Array => Int32Array.from([1, 2, 3, 4]);
    const seen = new Set([sipHash(words(), words())]);
    for (let bit = 0; bit < 128; bit += 1) {
      const changed = words();
      changed[bit >> 5] = (changed[bit >> 5] ?? 0) ^ (1 << (bit & 31));
      seen.add(sipHash(words(), changed));
      seen.add(sipHash(changed, words()));
    }
    expect(seen.size).toBe(257);
  });
});

describe('a network', () => {
  const of = (address: string, ipv4 = 32, ipv6 = 64): string => {
    const words = new Int32Array(2);
    writeNetwork(address, { ipv4, ipv6 }, words);
    return Array.from(words, (word) => (word >>> 0).toString(16).padStart(8, '0')).join(' ');
  };
  it.each([
    ['203.0.113.9', 'cb007109 0000ffff'],
    ['255.255.255.255', 'ffffffff 0000ffff'],
    ['2001:db8:1:2:3:4:5:6', '20010db8 00010002'],
    ['2001:db8::1', '20010db8 00000000'],
    ['::1', '00000000 00000000'],
    ['fe80::', 'fe800000 00000000'],
    ['1::2:3:4:5:6:7', '00010000 00020003'],
  ])('of %s is %s', (address, words) => {
    expect(of(address)).toBe(words);
  });

  it('may be coarser', () => {
    expect(of('203.0.113.9', 24)).toBe('cb007100 0000ffff');
    expect(of('2001:db8:1:2ff::1', 32, 56)).toBe('20010db8 00010200');
    expect(of('2001:db8:1:2ff::1', 32, 20)).toBe('20010000 00000000');
  });
});
