import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { parseOptions } from '../src/index.ts';

const schema = z.strictObject({
  flushAge: z.number({ error: 'expected milliseconds as a number' }).default(1000),
  spool: z.strictObject({ folder: z.string(), maxBytes: z.number().default(5) }).optional(),
  server: z
    .union(
      [
        z.literal(false),
        z.strictObject({ url: z.string({ error: 'expected a URL' }), wait: z.int().optional() }),
      ],
      { error: 'expected { url, wait }, or false' },
    )
    .optional(),
  secret: z.string().min(32, 'expected 32 characters or more').optional(),
});
const parse = (given: unknown): unknown => parseOptions('writer', 'ERR_EMAS_TEST', schema, given);
const faultOf = (given: unknown): string => {
  try {
    parse(given);
  } catch (error) {
    return (error as Error).message;
  }
  return 'no fault';
};

describe('parseOptions', () => {
  it('says what is wrong inside of an object that may be false as well', () => {
    expect(faultOf({ server: { wait: 5 } })).toContain(
      'option "server.url": expected a URL, received nothing',
    );
    expect(faultOf({ server: true })).toContain(
      'option "server": expected { url, wait }, or false, received a boolean',
    );
    expect(faultOf({ server: { url: 'x', wiat: 5 } })).toContain(
      'unknown option "server.wiat", did you mean "wait"?',
    );
  });

  it('fills in defaults and takes undefined as absent', () => {
    expect(parse({ flushAge: undefined })).toEqual({ flushAge: 1000 });
    expect(parse(undefined)).toEqual({ flushAge: 1000 });
  });

  it('names the path, the kind of value and what is wanted', () => {
    expect(faultOf({ flushAge: 'soon' })).toBe(
      'writer: option "flushAge": expected milliseconds as a number, received a 4-character string.',
    );
  });

  it('suggests the option that a misspelling meant, nested ones too', () => {
    expect(faultOf({ flushAeg: 5 })).toContain(
      'unknown option "flushAeg", did you mean "flushAge"?',
    );
    expect(faultOf({ spool: { folder: 'x', maxByte: 5 } })).toContain(
      'unknown option "spool.maxByte", did you mean "maxBytes"?',
    );
    expect(faultOf({ zzz: 1 })).toContain('expected one of flushAge, spool, server, secret');
  });

  it('reports every fault at once', () => {
    const fault = faultOf({ flushAge: null, spool: { folder: 7 } });
    expect(fault).toContain('"flushAge": expected milliseconds as a number, received null');
    expect(fault).toContain('"spool.folder": expected string, received a number');
  });

  it('never repeats a value, which may be a secret', () => {
    expect(faultOf({ secret: 'hunter2' })).not.toContain('hunter2');
  });

  it('carries the stable code', () => {
    expect(() => parse(7)).toThrow(expect.objectContaining({ code: 'ERR_EMAS_TEST' }));
  });
});
