import { randomBytes } from 'node:crypto';

/** Crockford's Base32: no letter that is taken for a digit, or read out wrongly. */
const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 16;
const GROUP = 4;

/** 80 random bits that a visitor can write down and read out, `7K3M-9QXD-…`. */
export function newReceiptNumber(): string {
  // 256 is a multiple of 32: each digit is as likely as any other.
  const digits = [...randomBytes(LENGTH)].map((byte) => DIGITS.charAt(byte % DIGITS.length));
  return grouped(digits.join(''));
}

/** As somebody wrote it down: in small letters, without dashes, O for 0, I and L for 1. */
export function readReceiptNumber(given: string): string {
  const digits = given
    .toUpperCase()
    .replaceAll(/[\s-]/g, '')
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1');
  return grouped(digits);
}

function grouped(digits: string): string {
  return digits.replaceAll(new RegExp(`(.{${GROUP}})(?=.)`, 'g'), '$1-');
}
