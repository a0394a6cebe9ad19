import { isIPv4, isIPv6 } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { CATALOGUE } from '@emas/events';
import type { EventDefinition } from '@emas/events';
import fc from 'fast-check';
import { cefFormat } from '../../src/formats/cef.ts';
import { visibleLines } from '../../src/formats/visible-text.ts';
import type { LogRecord } from '../../src/record.ts';
import { examples } from '../../../../test/runner/repetition.ts';
import { parseCef } from './parse-cef.ts';
import type { CefLine } from './parse-cef.ts';
import { ERROR, EVENT_NAMES, HOSTILE, OBEYED, ORIGIN, TIME, eventOf, lineOf } from './samples.ts';

/** Keys of the dictionary, with their longest value, or the kind of what has no length. */
const DICTIONARY: Readonly<Record<string, number | 'number' | 'IPv4' | 'IPv6'>> = {
  c6a2: 'IPv6',
  c6a2Label: 1023,
  cat: 1023,
  cnt: 'number',
  dvchost: 100,
  dvcpid: 'number',
  externalId: 40,
  fname: 1023,
  msg: 1023,
  out: 'number',
  outcome: 63,
  reason: 1023,
  request: 1023,
  requestClientApplication: 1023,
  requestMethod: 1023,
  rt: 'number',
  src: 'IPv4',
  suid: 1023,
  ...slots('cs', 6, 4000),
  ...slots('cn', 3, 'number'),
};

function slots(
  prefix: string,
  count: number,
  kind: number | 'number',
): Record<string, number | 'number'> {
  const numbers = Array.from({ length: count }, (_, index) => `${prefix}${index + 1}`);
  return Object.fromEntries(
    numbers.flatMap((key) => [
      [key, kind],
      [`${key}Label`, 1023],
    ]),
  );
}

function isAsDocumented(key: string, value: string): boolean {
  const kind = DICTIONARY[key];
  if (typeof kind === 'number') return value.length <= kind;
  if (kind === 'IPv4') return isIPv4(value);
  if (kind === 'IPv6') return isIPv6(value);
  return kind === 'number' && /^-?\d+$/.test(value);
}

/** Parsed, and held to the dictionary. */
function cef(record: LogRecord): CefLine {
  const line = cefFormat(record, ORIGIN);
  expect(OBEYED.test(line)).toBe(false);
  const parsed = parseCef(line);
  const { extension } = parsed;
  for (const [key, value] of extension) {
    expect([key, value, isAsDocumented(key, value)]).toEqual([key, value, true]);
    if (/^c(?:s|n|6a)\d$/.test(key))
      expect(extension.get(`${key}Label`)).toEqual(expect.any(String));
  }
  return parsed;
}

/** What stands beside a label. */
function labelled({ extension }: CefLine, label: string): string | undefined {
  for (const [key, value] of extension) {
    if (key.endsWith('Label') && value === label)
      return extension.get(key.slice(0, -'Label'.length));
  }
  return undefined;
}

describe('an event in CEF', () => {
  it.each(EVENT_NAMES)('%s has keys of the dictionary only', (name) => {
    const parsed = cef(eventOf(name));
    const { meaning, category }: EventDefinition = CATALOGUE[name];
    expect(parsed).toMatchObject({
      vendor: 'e-MAS',
      product: 'portal',
      deviceVersion: '1.4.2',
      eventClass: name,
      name: meaning,
    });
    expect(parsed.extension.get('cat')).toBe(category);
    expect(parsed.extension.get('rt')).toBe(String(TIME));
    expect(parsed.extension.get('dvchost')).toBe('web-1');
  });

  it.each(EVENT_NAMES)('%s loses none of its fields', (name) => {
    const values = [...cef(eventOf(name)).extension.values()].join('\n');
    const given = JSON.parse(eventOf(name).data) as Record<string, unknown>;
    for (const [field, value] of Object.entries(given)) {
      if (field === 'error') continue;
      expect(values).toContain(typeof value === 'string' ? value : JSON.stringify(value));
    }
  });

  it('is as severe as its level', () => {
    expect(cef(eventOf('sys_crash')).severity).toBe('8');
    expect(cef(eventOf('authn_login_fail')).severity).toBe('6');
    expect(cef(eventOf('authn_login_success')).severity).toBe('3');
  });

  it('has what the dictionary knows under its keys', () => {
    const { extension } = cef(
      eventOf('http_request', { method: 'POST', status: 404, duration: 12, client: 'Firefox' }),
    );
    expect(Object.fromEntries(extension)).toMatchObject({
      requestMethod: 'POST',
      request: '/login?next=%0a',
      requestClientApplication: 'Firefox',
      src: '192.0.2.7',
      out: '3',
      externalId: '018f3a5e-1111-7000-8000-000000000001',
      cn1Label: 'status',
      cn1: '404',
      cn2Label: 'duration',
      cn2: '12',
      outcome: 'unknown',
    });
    const failed = cef(eventOf('authn_login_fail', { reason: 'password' })).extension;
    expect(failed.get('suid')).toBe('0123456789abcdef');
    expect(failed.get('reason')).toBe('password');
  });

  it('has an IPv6 address where the dictionary has a place for it', () => {
    const { extension } = cef(eventOf('authn_login_fail', { source_ip: '2001:db8::7' }));
    expect(extension.has('src')).toBe(false);
    expect(extension.get('c6a2')).toBe('2001:db8::7');
    expect(extension.get('c6a2Label')).toBe('Source IPv6 Address');
    expect(
      cef(eventOf('authn_login_fail', { source_ip: 'fe80::1%lo' })).extension.has('c6a2'),
    ).toBe(false);
  });

  it('has a field in the same place whether the others are there or not', () => {
    const all = cef(eventOf('deprecated_api_used'));
    const some = cef(eventOf('deprecated_api_used', { version: null, since: undefined }));
    expect(all.extension.get('cs6Label')).toBe('sunset');
    expect(some.extension.get('cs6Label')).toBe('sunset');
    expect(some.extension.has('cs2')).toBe(false);
  });

  it('tells an error by its message, with its stack', () => {
    const parsed = cef(eventOf('unhandled_error'));
    expect(parsed.extension.get('msg')).toBe('x is not a function');
    expect(labelled(parsed, 'error_type')).toBe('TypeError');
    expect(labelled(parsed, 'error_code')).toBe('E_ODD');
    expect(labelled(parsed, 'stack')).toBe(`${ERROR.stack}\nCaused by: ${ERROR.cause.stack}`);
  });
});

describe("an app's line in CEF", () => {
  it('has its data in custom keys', () => {
    const parsed = cef(lineOf({ order: 7, price: 1.5, who: { id: 1 }, cs1: 'x' }));
    expect(parsed).toMatchObject({ eventClass: 'app_log', name: 'Application message' });
    expect(parsed.extension.get('msg')).toBe('something happened');
    expect(labelled(parsed, 'order')).toBe('7');
    expect(labelled(parsed, 'price')).toBe('1.5');
    expect(labelled(parsed, 'who')).toBe('{"id":1}');
    expect(labelled(parsed, 'cs1')).toBe('x');
  });

  it('keeps what finds no custom key together', () => {
    const parsed = cef(lineOf({ a: 'a', b: 'b', c: 'c', d: 'd', e: 'e', f: 'f', g: 'g' }));
    expect(parsed.extension.get('cs5')).toBe('e');
    expect(JSON.parse(labelled(parsed, 'more') ?? '')).toEqual({ f: 'f', g: 'g' });
  });

  it('names the error that was logged with it', () => {
    expect(cef(lineOf({ error: ERROR })).extension.get('msg')).toBe(
      'something happened: x is not a function',
    );
  });
});

describe('hostile values in CEF', () => {
  it.each(HOSTILE)('%s is a value and no more', (_name, text) => {
    for (const name of EVENT_NAMES) {
      const keys = [...cef(eventOf(name)).extension.keys()];
      const types: EventDefinition['fields'] = CATALOGUE[name].fields;
      const fields = Object.keys(types).map((field) => [field, text]);
      const { extension } = cef(eventOf(name, Object.fromEntries(fields), { request: text }));
      // Numbers and addresses that are none are texts, or left out.
      const others = [...extension.keys()].filter((key) => !/^c[sn]\d/.test(key));
      expect(keys).toEqual(expect.arrayContaining(others));
    }
    const { msg = '' } = Object.fromEntries(cef(lineOf(undefined, { message: text })).extension);
    expect(visibleLines(text).startsWith(msg)).toBe(true);
  });

  it('is cut between characters', () => {
    const { extension } = cef(lineOf(undefined, { message: `x${'🎉'.repeat(3000)}` }));
    expect(extension.get('msg')).toBe(`x${'🎉'.repeat(511)}`);
    expect(
      cef(lineOf(undefined, { message: '🎉'.repeat(3000) })).extension.get('msg'),
    ).toHaveLength(1022);
  });

  it('stays in its field of the header', () => {
    const origin = { ...ORIGIN, app: 'a|b\\c\nd', version: '\\' };
    expect(parseCef(cefFormat(lineOf(undefined), origin))).toMatchObject({
      product: 'a|b\\c\\u{a}d',
      deviceVersion: '\\',
    });
  });

  it('comes back as it went in', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 150 }),
      fc.string({
        unit: fc.constantFrom('\\', '=', '|', ' ', 'n', '\n', 'a', 'cs1='),
        maxLength: 150,
      }),
    );
    fc.assert(
      fc.property(text, text, text, (message, path, key) => {
        const app = cef(lineOf({ [key]: path }, { message })).extension;
        expect(app.get('msg') ?? '').toBe(visibleLines(message));
        expect(app.get('cs1') ?? '').toBe(visibleLines(path));
        if (path !== '') expect(app.get('cs1Label') ?? '').toBe(visibleLines(key) || '_');
        const event = cef(eventOf('http_request', { path })).extension;
        expect(event.get('request') ?? '').toBe(visibleLines(path));
      }),
      examples(500),
    );
  });
});
