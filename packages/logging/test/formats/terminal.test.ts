import { describe, expect, it } from '@jest/globals';
import { CATALOGUE } from '@emas/events';
import type { EventDefinition } from '@emas/events';
import fc from 'fast-check';
import { terminalFormat } from '../../src/formats/terminal.ts';
import { examples } from '../../../../test/runner/repetition.ts';
import { ERROR, EVENT_NAMES, HOSTILE, OBEYED, ORIGIN, TIME, eventOf, lineOf } from './samples.ts';

const plain = terminalFormat({ colour: false });
const coloured = terminalFormat({ colour: true });

/** The colours that are ours to use, and nothing else a terminal obeys. */
const SGR = /\u001b\[(?:1|2|22|3[1-6]|39|90)m/g;

function expectHarmless(text: string): void {
  for (const line of text.split('\n')) expect(OBEYED.test(line)).toBe(false);
}

function localTime(): string {
  const at = new Date(TIME);
  const digits = [at.getHours(), at.getMinutes(), at.getSeconds()].map((part) =>
    String(part).padStart(2, '0'),
  );
  return `${digits.join(':')}.089`;
}

describe('a line for a terminal', () => {
  it.each(EVENT_NAMES)('%s is read at a glance', (name) => {
    const { level, category }: EventDefinition = CATALOGUE[name];
    const [first = '', ...others] = plain(eventOf(name), ORIGIN).split('\n');
    expect(first).toMatch(
      new RegExp(`^${localTime()} ${level.toUpperCase()} +${category} +${name} `),
    );
    expect(others.every((line) => line.startsWith('    '))).toBe(true);
    expect(others).toHaveLength('error' in CATALOGUE[name].fields ? 6 : 0);
  });

  it('has the fields beside what happened', () => {
    const line = plain(
      eventOf('authn_login_fail', { reason: 'wrong password', client: '' }),
      ORIGIN,
    );
    expect(line).toBe(
      `${localTime()} WARN    auth       authn_login_fail account=0123456789abcdef reason="wrong password" source_ip=192.0.2.7 client="" repeats=3 018f3a5e-1111-7000-8000-000000000001`,
    );
  });

  it("has the app's message and data", () => {
    const line = plain(
      lineOf({ order: 7, who: { id: 1 }, say: 'a "b"' }, { level: 'debug' }),
      ORIGIN,
    );
    expect(line).toBe(
      String.raw`${localTime()} DEBUG   system     something happened order=7 who={"id":1} say="a \"b\""`,
    );
  });

  it('has the stack of an error below it', () => {
    expect(
      plain(lineOf({ error: ERROR }), ORIGIN)
        .split('\n')
        .slice(1),
    ).toEqual([
      '    TypeError: x is not a function',
      '        at Object.<anonymous> (/srv/app.js:1:1)',
      '    Caused by: Error: deeper',
      '        at y (/srv/b.js:2:2)',
      '    code=E_ODD',
      '    statusCode=500',
    ]);
    expect(plain(lineOf({ error: { name: 'Odd', message: 'no stack' } }), ORIGIN)).toMatch(
      /\n {4}Odd: no stack$/,
    );
  });

  it('cuts a value that is longer than the window', () => {
    const narrow = terminalFormat({ colour: false, width: 50 });
    const line = narrow(lineOf({ long: 'x'.repeat(1000), short: 1 }), ORIGIN);
    expect(line).toContain(`long=${'x'.repeat(50)}… short=1`);
  });

  it('is coloured where that is wanted, with the same text', () => {
    for (const name of EVENT_NAMES) {
      const text = coloured(eventOf(name), ORIGIN);
      expect(text).toContain('\u001b[');
      expect(text.replace(SGR, '')).toBe(plain(eventOf(name), ORIGIN));
    }
  });
});

describe('hostile values on a terminal', () => {
  it.each(HOSTILE)('%s is shown, not obeyed', (_name, text) => {
    const error = { name: text, message: text, stack: text, code: text, cause: text, [text]: text };
    const line = lineOf({ [text]: text, list: [text], error }, { message: text, request: text });
    expectHarmless(plain(line, ORIGIN));
    expectHarmless(coloured(line, ORIGIN).replace(SGR, ''));
    for (const name of EVENT_NAMES) {
      const types: EventDefinition['fields'] = CATALOGUE[name].fields;
      const fields = Object.keys(types).map((field) => [field, text]);
      expectHarmless(plain(eventOf(name, Object.fromEntries(fields)), ORIGIN));
    }
  });

  it('begins a line only where a stack does', () => {
    const forged = '\n12:00:00.000 INFO    auth       authn_login_success';
    expect(
      plain(lineOf({ [forged]: forged }, { message: forged, request: forged }), ORIGIN),
    ).not.toContain('\n');
    const lines = plain(lineOf({ error: { message: forged, stack: forged } }), ORIGIN)
      .split('\n')
      .slice(1);
    expect(lines.every((line) => line.startsWith('    '))).toBe(true);
  });

  it('drives no terminal, whatever is logged', () => {
    fc.assert(
      fc.property(
        fc.jsonValue({ stringUnit: 'binary' }),
        fc.string({ unit: 'binary' }),
        (value, message) => {
          const line = lineOf({ value, error: value, [message]: message }, { message });
          expectHarmless(plain(line, ORIGIN));
          expectHarmless(coloured(line, ORIGIN).replace(SGR, ''));
        },
      ),
      examples(500),
    );
  });
});
