import { randomBytes } from 'node:crypto';
import { parseFileName } from './file-names.ts';

const PARTIAL = /^(.+\.log)\.[0-9a-f]{12}\.partial$/;

/** A name for what a packed file is written as before it is whole: no other run has the same. */
export function partialPath(plain: string): string {
  return `${plain}.${randomBytes(6).toString('hex')}.partial`;
}

/** The log that a packed file was begun for; `undefined` for other files. */
export function logOfPartial(name: string): string | undefined {
  const [, plain = ''] = PARTIAL.exec(name) ?? [];
  return parseFileName(plain)?.log;
}
