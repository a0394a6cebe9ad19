import { describe, expect, it } from '@jest/globals';
import { CATALOGUE } from '@emas/events';
import type { EventDefinition } from '@emas/events';
import fc from 'fast-check';
import { cefFormat } from '../../src/formats/cef.ts';
import { rfc5424Format } from '../../src/formats/rfc5424.ts';
import type { Rfc5424Options } from '../../src/formats/rfc5424-options.ts';
import { visibleText } from '../../src/formats/visible-text.ts';
import type { LogOrigin, LogRecord } from '../../src/record.ts';
import { examples } from '../../../../test/runner/repetition.ts';
import { parseCef } from './parse-cef.ts';
import { parseRfc5424 } from './parse-rfc5424.ts';
import type { SyslogMessage } from './parse-rfc5424.ts';
import { ERROR, EVENT_NAMES, HOSTILE, OBEYED, ORIGIN, eventOf, lineOf } from './samples.ts';

const BYTE_ORDER_MARK = '\ufeff';

function parsed(
  record: LogRecord,
  options: Rfc5424Options = {},
  origin: LogOrigin = ORIGIN,
): SyslogMessage {
  const line = rfc5424Format(options)(record, origin);
  expect(OBEYED.test(line.replace(BYTE_ORDER_MARK, ''))).toBe(false);
  const message = parseRfc5424(Buffer.from(line, 'utf8'));
  // §6.4: what is not ASCII is UTF-8, and says so.
  const text = message.message ?? '';
  if (/[^\x00-\x7f]/.test(text)) expect(text.startsWith(BYTE_ORDER_MARK)).toBe(true);
  return message;
}

function parameters(message: SyslogMessage): Record<string, string> {
  return Object.fromEntries(message.data['emas@32473'] ?? []);
}

describe('a syslog message', () => {
  it.each(EVENT_NAMES)('of %s keeps to the grammar', (name) => {
    const message = parsed(eventOf(name));
    const { category }: EventDefinition = CATALOGUE[name];
    expect(message).toMatchObject({
      timestamp: '2026-03-04T05:06:07.089Z',
      hostname: 'web-1',
      appName: 'portal',
      procId: '4711',
      msgId: name,
    });
    expect(parameters(message)).toMatchObject({ event: name, category });
  });

  it.each(EVENT_NAMES)('of %s has all its fields as parameters', (name) => {
    const told = parameters(parsed(eventOf(name)));
    const given = JSON.parse(eventOf(name).data) as Record<string, unknown>;
    for (const [field, value] of Object.entries(given)) {
      if (field === 'error')
        expect(told).toMatchObject({ error_type: 'TypeError', error_code: 'E_ODD' });
      else expect(told[field]).toBe(typeof value === 'string' ? value : JSON.stringify(value));
    }
    expect(told['more']).toBeUndefined();
  });

  it('has a facility by its category and a severity by its level', () => {
    expect(parsed(eventOf('authn_login_fail')).priority).toBe(10 * 8 + 4);
    expect(parsed(eventOf('session_created')).priority).toBe(10 * 8 + 6);
    expect(parsed(eventOf('sys_crash')).priority).toBe(16 * 8 + 3);
    expect(parsed(lineOf({}, { level: 'debug' })).priority).toBe(16 * 8 + 7);
    const own = { facility: 23, securityFacility: 4 };
    expect(parsed(eventOf('authn_login_fail'), own).priority).toBe(4 * 8 + 4);
    expect(parsed(eventOf('http_request'), own).priority).toBe(23 * 8 + 6);
  });

  it("names its data under the organisation's own number", () => {
    const message = parsed(eventOf('http_request'), { enterprise: 99_999 });
    expect(Object.keys(message.data)).toEqual(['emas@99999']);
  });

  it('carries its fields in the message as well, for receivers that drop structured data', () => {
    expect(parsed(eventOf('authn_login_fail', { reason: 'a "quote" = \\' })).message).toBe(
      String.raw`event=authn_login_fail category=auth request=018f3a5e-1111-7000-8000-000000000001 account=0123456789abcdef reason="a \"quote\" = \\" source_ip=192.0.2.7 client="a text" repeats=3 msg="A sign-in attempt failed."`,
    );
    expect(parsed(lineOf({ event: 'log_anchor' }, { message: 'x' })).message).toBe(
      'category=system data_event=log_anchor msg="x"',
    );
  });

  it('keeps the fields of the message within bounds, and the text whole', () => {
    const data = Object.fromEntries(
      Array.from({ length: 50 }, (_, index) => [`k${index}`, 'x'.repeat(90)]),
    );
    const text = 'y'.repeat(2000);
    const line = rfc5424Format({ maxDataBytes: 480 })(lineOf(data, { message: text }), ORIGIN);
    const [fields = '', message] = line.slice(line.indexOf('] ') + 2).split(' msg=');
    expect(Buffer.byteLength(fields)).toBeLessThanOrEqual(480);
    expect(fields).toMatch(/^category=system data_k0=x+ .* more=4\d$/);
    expect(message).toBe(`"${text}"`);
  });

  it('says what happened', () => {
    const said = (record: LogRecord): unknown => parsed(record, { message: 'text' }).message;
    expect(said(eventOf('authn_login_fail'))).toBe('A sign-in attempt failed.');
    expect(said(eventOf('unhandled_error'))).toBe(
      'A request failed by an error that the app did not handle. x is not a function',
    );
    expect(said(lineOf({ error: ERROR }))).toBe('something happened: x is not a function');
  });

  it('marks UTF-8 and leaves ASCII alone', () => {
    const said = (message: string): unknown =>
      parsed(lineOf({}, { message }), { message: 'text' }).message;
    expect(said('Größe')).toBe('\ufeffGröße');
    expect(said('size')).toBe('size');
    expect(said('')).toBeUndefined();
    expect(parsed(lineOf({}, { message: 'Größe' })).message).toMatch(/^\ufeffcategory=/);
  });

  it("keeps the names of the app's data apart from ours", () => {
    const told = parameters(
      parsed(lineOf({ event: 'authn_login_success', category: 'auth', x: 1 })),
    );
    expect(told).toEqual({
      category: 'system',
      data_event: 'authn_login_success',
      data_category: 'auth',
      data_x: '1',
    });
  });

  it('leaves out what would make its data longer than receivers take', () => {
    const data = Object.fromEntries(
      Array.from({ length: 50 }, (_, index) => [`k${index}`, 'x'.repeat(90)]),
    );
    const line = rfc5424Format({ maxDataBytes: 480 })(lineOf(data), ORIGIN);
    const element = line.slice(line.indexOf('['), line.indexOf(']') + 1);
    expect(Buffer.byteLength(element)).toBeLessThanOrEqual(480);
    const told = parameters(parseRfc5424(Buffer.from(line)));
    expect(Number(told['more'])).toBe(50 - (Object.keys(told).length - 2));
  });

  it('has no timestamp where the time has no form', () => {
    expect(parsed(lineOf({}, { time: 253_402_300_800_000 })).timestamp).toBe('-');
    expect(parsed(lineOf({}, { time: Number.NaN })).timestamp).toBe('-');
  });

  it('carries our JSON line, in ASCII', () => {
    const record = eventOf('authn_login_fail', { reason: 'Größe 🎉 "x"' });
    const { message = '' } = parsed(record, { message: 'json' });
    expect(message).toMatch(/^[\x20-\x7e]+$/);
    expect(JSON.parse(message)).toMatchObject({
      event: 'authn_login_fail',
      data: { reason: 'Größe 🎉 "x"' },
    });
  });

  it('carries CEF', () => {
    const { message = '' } = parsed(eventOf('authn_login_fail'), { message: cefFormat });
    expect(parseCef(message).eventClass).toBe('authn_login_fail');
  });
});

describe('options of the syslog message', () => {
  it.each([
    { facility: 24 },
    { securityFacility: -1 },
    { enterprise: 0 },
    { message: 'xml' },
    { facilty: 1 },
  ])('%j is refused', (options) => {
    expect(() => rfc5424Format(options as Rfc5424Options)).toThrow(
      expect.objectContaining({ code: 'ERR_EMAS_SYSLOG_OPTIONS' }),
    );
  });
});

describe('hostile values in a syslog message', () => {
  it.each(HOSTILE)('%s keeps to the grammar', (_name, text) => {
    for (const name of EVENT_NAMES) {
      const types: EventDefinition['fields'] = CATALOGUE[name].fields;
      const fields = Object.keys(types).map((field) => [field, text]);
      const message = parsed(eventOf(name, Object.fromEntries(fields), { request: text }));
      expect(message.msgId).toBe(name);
      expect(Object.keys(message.data)).toEqual(['emas@32473']);
    }
    const origin = { app: text, version: text, host: text, pid: 1 };
    parsed(lineOf({ [text]: text }, { message: text }), {}, origin);
    const asText = { message: 'text' } as const;
    const message = parsed(lineOf({ [text]: text }, { message: text }), asText, origin);
    expect((message.message ?? '').replace(BYTE_ORDER_MARK, '')).toBe(visibleText(text));
    parsed(lineOf({ [text]: text }, { message: text }), { message: cefFormat }, origin);
    parsed(lineOf({ [text]: text }, { message: text }), { message: 'json' }, origin);
  });

  it('comes back as it went in', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.string({ unit: fc.constantFrom('\\', '"', ']', '[', '=', ' ', '\n', 'é'), maxLength: 40 }),
    );
    fc.assert(
      fc.property(text, text, text, (message, value, key) => {
        const read = parsed(lineOf({ [key]: value, other: 'o' }, { message }), { message: 'text' });
        expect((read.message ?? '').replace(BYTE_ORDER_MARK, '')).toBe(visibleText(message));
        if (key !== 'other') {
          const name = `data_${key}`.replace(/[^\x21-\x7e]|[="\]]/g, '_').slice(0, 32);
          expect(parameters(read)[name]).toBe(visibleText(value));
        }
      }),
      examples(500),
    );
  });
});
