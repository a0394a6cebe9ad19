import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { WORDS, keptText } from '@emas/privacy/internal';
import type { KeptPlace, Suite } from '@emas/suite';
import { createApp } from '../../examples/portal/src/app.ts';

/* What the documents say of data is what the data map has: the portal's, with everything on. UPDATE=1 writes it anew. */

const ROOT = new URL('../../', import.meta.url);
const BEGIN = '<!-- kept: made from the data map -->';
const END = '<!-- end of kept -->';

let data: string;
let emas: Suite;
let map: readonly KeptPlace[];

beforeAll(() => {
  data = mkdtempSync(join(tmpdir(), 'emas-documents-'));
  const portal = createApp({
    ...{ mode: 'production', data, announce: false, lockFile: false },
    // Nobody is there: a map needs no connection.
    ...{ redis: 'redis://127.0.0.1:1', clickhouse: { url: 'http://127.0.0.1:1' } },
    sessionSecret: 'q8Zr2LwX7vNk4TbY1cHs9PdF6mJg3RaQ',
    logKey: 'u5Vt8ByE2nKx6WcM9hLp3SfD7jQz4GrA',
    captcha: { siteKey: 'key', secret: 'secret', hostnames: ['portal.example'] },
    accessLog: true,
    shutdown: { signals: false },
  });
  ({ emas } = portal);
  map = emas.privacy?.map() ?? [];
});
afterAll(async () => {
  await emas.close();
  rmSync(data, { recursive: true, force: true });
});

/** Which places each document is about, by the first part of their ids. */
const DOCUMENTS: readonly (readonly [file: string, ids: readonly string[]])[] = [
  ['packages/request-context/README.md', ['request-context']],
  ['packages/session/README.md', ['session']],
  ['packages/login-guard/README.md', ['login-guard', 'login-review']],
  ['packages/hardening/README.md', ['rate-limit']],
  ['packages/captcha/README.md', ['captcha']],
  ['packages/analytics/README.md', ['analytics']],
  ['packages/logging/README.md', ['log', 'log-counts']],
  ['packages/deprecation/README.md', ['deprecation']],
  ['packages/consent/README.md', ['consent', 'consent-records']],
  [
    'SECURITY.md',
    [
      ...['session', 'login-guard', 'login-review', 'rate-limit', 'captcha', 'consent'],
      ...['consent-records', 'analytics', 'log', 'log-counts', 'deprecation', 'request-context'],
    ],
  ],
];

function tableOf(ids: readonly string[]): string {
  // What the portal's own registry has is the portal's.
  const own = map.filter(({ id, words }) => ids.includes(id.split('/', 1)[0] ?? '') && !words);
  const rows = own.map(({ kind, where, holds, kept, readers, recipient }) => {
    const name = where.replaceAll('portal', 'APP');
    const reader = recipient?.name ?? readers.join(', ');
    return `| ${kind} | \`${name}\` | ${holds.join(', ')} | ${keptText(kept, WORDS.en, 'en')} | ${reader} |`;
  });
  const head = ['| place | name | holds | kept | read by |', '| --- | --- | --- | --- | --- |'];
  return [...head, ...rows].join('\n');
}

it.each(DOCUMENTS)('%s lists what is kept', (file, ids) => {
  const path = new URL(file, ROOT);
  const text = readFileSync(path, 'utf8');
  const [before, rest] = text.split(BEGIN);
  const after = rest?.split(END)[1];
  if (process.env['UPDATE'] === '1' && after !== undefined) {
    writeFileSync(path, `${before}${BEGIN}\n\n${tableOf(ids)}\n\n${END}${after}`);
    return;
  }
  expect(rest?.split(END)[0]?.trim()).toBe(tableOf(ids));
});

describe('SECURITY.md', () => {
  const DURATION = /\b(\d+|half an|ten|fifteen|seven) (second|minute|hour|day|month|year)s?\b/g;
  const NUMBERS: Readonly<Record<string, string>> = {
    ten: '10',
    fifteen: '15',
    seven: '7',
    'half an': '30',
  };

  it('says no time for which something is kept that the map does not have', () => {
    const text = readFileSync(new URL('SECURITY.md', ROOT), 'utf8');
    const [, promised = ''] = /## What is promised about data\n([^]*?)\n## /.exec(text) ?? [];
    const prose = promised.split(BEGIN)[0] ?? '';
    const known = new Set(
      map.flatMap(({ kept }) =>
        [...keptText(kept, WORDS.en, 'en').matchAll(DURATION)].map(([whole]) => whole),
      ),
    );
    const said = [...prose.matchAll(DURATION)].map(([whole, number = '', unit]) => {
      const count = NUMBERS[number] ?? number;
      if (number === 'half an') return '30 minutes';
      return count === number ? whole : `${count} ${unit}${count === '1' ? '' : 's'}`;
    });
    expect(said.length).toBeGreaterThan(5);
    expect(said.filter((time) => !known.has(time))).toEqual([]);
  });
});
