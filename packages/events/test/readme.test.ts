import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { CATALOGUE } from '@emas/events';
import type { EventDefinition } from '@emas/events';

const README = new URL('../README.md', import.meta.url);
const BEGIN = '<!-- events: made from the catalogue -->';
const END = '<!-- end of events -->';

/** What the README says of every event, from the catalogue itself. */
function table(): string {
  const rows = Object.entries(CATALOGUE).map(([name, event]) => {
    const { level, category, owasp, meaning, fields }: EventDefinition = event;
    const named = Object.entries(fields).map(([field, type]) => `\`${field}\` ${type}`);
    return `| \`${name}\`${owasp ? '' : ' ¹'} | ${category} | ${level} | ${meaning} | ${named.join(', ')} |`;
  });
  return [
    '| event | category | level | meaning | fields |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
}

test('the README lists every event as the catalogue has it (UPDATE=1 writes it anew)', () => {
  const text = readFileSync(README, 'utf8');
  const [before, rest] = text.split(BEGIN);
  const after = rest?.split(END)[1];
  if (process.env['UPDATE'] === '1') {
    writeFileSync(README, `${before}${BEGIN}\n\n${table()}\n\n${END}${after}`);
    return;
  }
  expect(rest?.split(END)[0]?.trim()).toBe(table());
});
