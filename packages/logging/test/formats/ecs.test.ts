import { isIP } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { CATALOGUE } from '@emas/events';
import type { EventDefinition } from '@emas/events';
import fc from 'fast-check';
import { ecsFormat } from '../../src/formats/ecs.ts';
import { logRecord } from '../../src/record.ts';
import type { LogRecord } from '../../src/record.ts';
import { examples } from '../../../../test/runner/repetition.ts';
import { CATEGORIES, FIELD_TYPES, KINDS, OUTCOMES, TYPES } from './ecs-schema.ts';
import { ERROR, EVENT_NAMES, HOSTILE, OBEYED, ORIGIN, eventOf, lineOf } from './samples.ts';

type Leaves = Readonly<Record<string, unknown>>;

/** Dotted names and their values, of which a list is one. */
function leavesOf(value: unknown, path = ''): Leaves {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { [path]: value };
  const nested = Object.entries(value).map(([key, inner]) => {
    // Labels are not ours to name, but they have no dots, or they would be objects.
    if (path !== 'labels') expect(key).not.toContain('.');
    return leavesOf(inner, path === '' ? key : `${path}.${key}`);
  });
  return Object.assign(Object.create(null), ...nested) as Leaves;
}

function isOfType(type: string, value: unknown): boolean {
  switch (type) {
    case 'keyword':
    case 'match_only_text':
    case 'wildcard':
      return typeof value === 'string';
    case 'keyword[]':
      return (
        Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === 'string')
      );
    case 'long':
      return Number.isSafeInteger(value);
    case 'ip':
      return typeof value === 'string' && isIP(value) !== 0 && !value.includes('%');
    case 'date':
      return typeof value === 'string' && new Date(value).toISOString() === value;
    default:
      return false;
  }
}

function expectDocumented(line: string): Leaves {
  expect(OBEYED.test(line)).toBe(false);
  const leaves = leavesOf(JSON.parse(line));
  for (const [path, value] of Object.entries(leaves)) {
    if (path.startsWith('labels.')) {
      expect(path.slice('labels.'.length)).toMatch(/^[^.\s]+$/);
      expect(typeof value).toBe('string');
    } else {
      expect({ path, type: FIELD_TYPES[path], value }).toEqual({
        path,
        type: expect.any(String),
        value: expect.anything(),
      });
      expect([path, value, isOfType(FIELD_TYPES[path] ?? '', value)]).toEqual([path, value, true]);
    }
  }
  expect(KINDS).toContain(leaves['event.kind']);
  return leaves;
}

const ecs = (record: LogRecord): Leaves => expectDocumented(ecsFormat(record, ORIGIN));

describe('an event in the Elastic Common Schema', () => {
  it.each(EVENT_NAMES)('%s has documented fields of documented types only', (name) => {
    const leaves = ecs(eventOf(name));
    const definition: EventDefinition = CATALOGUE[name];
    expect(leaves['event.action']).toBe(name);
    expect(leaves['event.dataset']).toBe(`emas.${definition.category}`);
    expect(leaves['@timestamp']).toBe('2026-03-04T05:06:07.089Z');
  });

  it.each(EVENT_NAMES)('%s is classified as the schema expects', (name) => {
    const leaves = ecs(eventOf(name));
    const categories = leaves['event.category'] as string[];
    const types = leaves['event.type'] as string[];
    expect(OUTCOMES).toContain(leaves['event.outcome']);
    for (const type of types) expect(TYPES).toContain(type);
    for (const category of categories) {
      expect(CATEGORIES[category]).toEqual(expect.arrayContaining(types));
    }
  });

  it.each(EVENT_NAMES)('%s loses none of its fields', (name) => {
    const line = ecsFormat(eventOf(name), ORIGIN);
    const values = Object.values(leavesOf(JSON.parse(line))).map(String);
    const given = JSON.parse(eventOf(name).data) as Record<string, unknown>;
    for (const [field, value] of Object.entries(given)) {
      if (field === 'error') continue;
      const told =
        field === 'duration'
          ? '12500000'
          : typeof value === 'string'
            ? value
            : JSON.stringify(value);
      expect(values).toContain(told);
    }
  });

  it('puts what happened where dashboards look for it', () => {
    const request = ecs(
      eventOf('http_request', { method: 'POST', status: 404, client: 'Firefox' }),
    );
    expect(request).toMatchObject({
      'http.request.method': 'POST',
      'http.request.id': '018f3a5e-1111-7000-8000-000000000001',
      'http.response.status_code': 404,
      'http.response.body.bytes': 3,
      'url.path': '/login?next=%0a',
      'event.duration': 12_500_000,
      'source.ip': '192.0.2.7',
      'user_agent.name': 'Firefox',
      'service.name': 'portal',
      'service.version': '1.4.2',
      'host.hostname': 'web-1',
      'process.pid': 4711,
    });
    expect(ecs(eventOf('authn_login_fail', { reason: 'password' }))).toMatchObject({
      'event.reason': 'password',
      'user.hash': '0123456789abcdef',
    });
    expect(ecs(eventOf('session_created'))['labels.session']).toBe('q83vEjRWeJA');
  });

  it('calls a name a name where names are logged plainly', () => {
    const leaves = ecs(eventOf('authn_login_fail', { account: 'jane' }));
    expect(leaves['user.name']).toBe('jane');
    expect(leaves['user.hash']).toBeUndefined();
  });

  it('names the package whose version changed', () => {
    expect(
      ecs(eventOf('package_updated', { package: 'qs', from: '6.1.0', to: '6.2.0' })),
    ).toMatchObject({
      'package.name': 'qs',
      'package.version': '6.2.0',
      'labels.from': '6.1.0',
    });
    expect(ecs(eventOf('package_removed', { package: 'qs', from: '6.1.0' }))).toMatchObject({
      'package.name': 'qs',
      'package.version': '6.1.0',
    });
    expect(ecs(eventOf('app_updated'))['package.name']).toBe('portal');
    expect(ecs(eventOf('node_updated'))['package.name']).toBe('node');
  });

  it('tells an error with its causes', () => {
    expect(ecs(eventOf('unhandled_error'))).toMatchObject({
      'error.type': 'TypeError',
      'error.message': 'x is not a function',
      'error.code': 'E_ODD',
      'error.stack_trace': `${ERROR.stack}\nCaused by: ${ERROR.cause.stack}`,
      'labels.error': '{"statusCode":500}',
    });
    expect(ecs(eventOf('unhandled_error', { error: 'thrown text' }))['error.message']).toBe(
      'thrown text',
    );
  });

  it.each(['', 'unknown', '1.2.3', 'fe80::1%eth0', '::ffff:1.2.3.4:99', "192.0.2.7' or 1=1"])(
    'does not call %j an address',
    (address) => {
      const leaves = ecs(eventOf('authn_login_fail', { source_ip: address }));
      expect(leaves['source.ip']).toBeUndefined();
      expect(leaves['labels.source_ip']).toBe(address);
    },
  );

  it('keeps a number that is none for its field as a label', () => {
    const leaves = ecs(eventOf('http_request', { status: 'teapot', duration: 1e300, bytes: 1.5 }));
    expect(leaves['labels.status']).toBe('teapot');
    expect(leaves['labels.duration']).toBe('1e+300');
    expect(leaves['http.response.body.bytes']).toBe(2);
  });
});

describe("an app's line in the Elastic Common Schema", () => {
  it('has its data under labels, as texts', () => {
    expect(
      ecs(lineOf({ order: 7, paid: true, who: { id: 1 }, none: null, 'a.b': 'c' })),
    ).toMatchObject({
      'labels.order': '7',
      'labels.paid': 'true',
      'labels.who': '{"id":1}',
      'labels.a_b': 'c',
    });
  });

  it('lets no data forge a field', () => {
    const forged = {
      source_ip: '6.6.6.6',
      message: 'm',
      event: { kind: 'alert' },
      '@timestamp': 'x',
      account: 'root',
    };
    const leaves = ecs(lineOf(forged));
    expect(leaves['source.ip']).toBeUndefined();
    expect(leaves['event.kind']).toBe('event');
    expect(leaves['user.hash']).toBeUndefined();
    expect(leaves['labels.source_ip']).toBe('6.6.6.6');
  });

  it('has an error where errors are', () => {
    expect(ecs(lineOf({ error: ERROR }))['error.type']).toBe('TypeError');
  });

  it('makes names apart that would become the same', () => {
    const leaves = ecs(lineOf({ 'a.b': 1, a_b: 2, 'a b': 3, '': 4 }));
    expect(leaves).toMatchObject({
      'labels.a_b': '1',
      'labels.a_b_2': '2',
      'labels.a_b_3': '3',
      'labels._': '4',
    });
  });

  it('makes no more than 64 fields of an index out of a body with a thousand', () => {
    const body = Object.fromEntries(
      Array.from({ length: 1000 }, (_, index) => [`k${index}`, index]),
    );
    const labels = Object.keys(ecs(lineOf(body))).filter((path) => path.startsWith('labels.'));
    expect(labels).toHaveLength(65);
    expect(JSON.parse(String(ecs(lineOf(body))['labels.more']))).toMatchObject({ k999: 999 });
  });

  it('says what it was given where that is no object', () => {
    const labelOf = (json: string): unknown =>
      ecs(logRecord(lineOf(undefined), { json }))['labels.data'];
    expect(labelOf('"[too long]"')).toBe('[too long]');
    expect(labelOf('{broken')).toBe('{broken');
  });
});

describe('hostile values in the Elastic Common Schema', () => {
  it.each(HOSTILE)('%s stays a value', (_name, text) => {
    for (const name of EVENT_NAMES) {
      const types: EventDefinition['fields'] = CATALOGUE[name].fields;
      const fields = Object.keys(types).map((field) => [field, text]);
      ecs(eventOf(name, Object.fromEntries(fields), { request: text }));
    }
    const leaves = ecs(lineOf({ [text]: text, x: [text] }, { message: text }));
    expect(leaves['message']).toBe(text.replace(/[\ud800-\udfff]/gu, '\ufffd'));
  });

  it('never breaks the document, whatever is logged', () => {
    const value = fc.jsonValue({ maxDepth: 3 });
    fc.assert(
      fc.property(
        fc.dictionary(fc.string({ unit: 'binary' }), value),
        fc.string({ unit: 'binary' }),
        (data, message) => {
          expectDocumented(ecsFormat(lineOf(data, { message }), ORIGIN));
        },
      ),
      examples(300),
    );
  });
});
