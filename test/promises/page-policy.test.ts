import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CspEvaluator } from 'csp_evaluator/dist/evaluator.js';
import { Severity } from 'csp_evaluator/dist/finding.js';
import { CspParser } from 'csp_evaluator/dist/parser.js';
import { PAGES } from '../../examples/portal/src/routes.ts';
import { ACCOUNTS } from '../browser/accounts.js';
import { startPortal } from '../browser/start-portal.js';
import type { RunningPortal } from '../browser/start-portal.js';
import { times } from '../runner/repetition.ts';

const RESPONSES = times(10_000);
const AT_ONCE = 32;
const MAP = /(?<=frame-src [^;]*)https:\/\/www\.openstreetmap\.org/;
const READERS = {
  nobody: undefined,
  member: ACCOUNTS.member,
  marketing: ACCOUNTS.marketing,
} as const;

let portal: RunningPortal;
const cookies = new Map<string, string>();

beforeAll(async () => {
  portal = await startPortal();
  for (const [who, account] of Object.entries(READERS)) {
    if (account === undefined) continue;
    const answer = await fetch(`${portal.origin}/en/login`, {
      method: 'POST',
      redirect: 'manual',
      headers: { Origin: portal.origin },
      body: new URLSearchParams({ ...account }),
    });
    const [cookie = ''] = answer.headers.getSetCookie();
    cookies.set(who, cookie.split(';', 1)[0] ?? '');
  }
});
afterAll(() => portal?.close());

const read = (path: string, who: string): Promise<Response> =>
  fetch(portal.origin + path, { redirect: 'manual', headers: { Cookie: cookies.get(who) ?? '' } });

/** What Google's evaluator finds, but for its notes on what old browsers make of a policy. */
function findings(policy: string): string[] {
  return new CspEvaluator(new CspParser(policy).csp)
    .evaluate()
    .filter(({ severity }) => severity < Severity.INFO && severity !== Severity.STRICT_CSP)
    .map(({ directive, description }) => `${directive}: ${description}`);
}

/** Every page that is read, in both languages; what is sent answers with one of these or a redirect. */
const paths = [
  ...PAGES.filter(({ method }) => method === 'get').flatMap(({ path }) =>
    ['/en', '/ms'].map((language) => language + path.replace(/:\w+/, 'C-NONE')),
  ),
  '/en/no-such-page',
  '/',
  '/emas/consent?lang=en',
  '/emas/consent?lang=ms',
  '/emas/dashboard/',
  '/emas/dashboard/?lang=ms',
  '/emas/dashboard/api/traffic',
  '/api/v1/clinics',
  '/assets/portal.css',
];

describe.each(Object.keys(READERS))('every answer of the portal to %s', (who) => {
  it.each(paths)('has a policy without anything wrong: %s', async (path) => {
    const { headers } = await read(path, who);
    const policy = headers.get('content-security-policy') ?? '';
    expect(findings(policy)).toEqual([]);
    expect(policy).toContain("require-trusted-types-for 'script'");
    // The map of the clinics, which may be allowed while the page is open, and nobody else.
    const others = path.endsWith('/clinics') ? policy.replace(MAP, '') : policy;
    expect(others).not.toMatch(/unsafe|\*|http/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-powered-by')).toBeNull();
  });
});

it('the page with the captcha lets in its provider, and nothing else besides', async () => {
  let policy = '';
  const signIn = async (tries: number): Promise<string> => {
    const answer = await fetch(`${portal.origin}/en/login`, {
      method: 'POST',
      headers: { Origin: portal.origin, 'X-Forwarded-For': `198.51.100.${tries}` },
      body: new URLSearchParams({ username: `member-${tries}`, password: 'wrong' }),
    });
    return answer.headers.get('content-security-policy') ?? '';
  };
  for (let tries = 0; tries < 60 && policy === ''; tries += AT_ONCE) {
    const numbers = Array.from({ length: AT_ONCE }, (_, number) => tries + number);
    const policies = await Promise.all(numbers.map(signIn));
    policy = policies.find((one) => one.includes('emas-captcha')) ?? '';
  }
  expect(policy).toMatch(/frame-src http:\/\/127\.0\.0\.1:\d+(?:;|$)/);
  expect(policy).toContain('trusted-types emas-captcha goog#html');
  // The stand-in is on this machine, by plain HTTP; a provider is not.
  expect(
    findings(policy.replaceAll(/http:\/\/127\.0\.0\.1:\d+/g, 'https://provider.example')),
  ).toEqual([]);
});

it(`no two of ${RESPONSES} answers have the same nonce`, async () => {
  const nonces = new Set<string>();
  let left = RESPONSES;
  const ask = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const answer = await read('/en/login', 'nobody');
      await answer.arrayBuffer();
      const policy = answer.headers.get('content-security-policy') ?? '';
      nonces.add(/'nonce-([^']{22,})'/.exec(policy)?.[1] ?? '');
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, ask));
  expect(nonces.has('')).toBe(false);
  expect(nonces.size).toBe(RESPONSES);
});
