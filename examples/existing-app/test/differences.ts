/**
 * What is another thing on the suite, and meant to be: docs/mounting.md has the list, and the battery finds nothing
 * else. A test keeps both as this is.
 */
interface Difference {
  readonly what: string;
  readonly before: string;
  readonly strictly: string;
}

/** By the names of headers, `-` where one is not sent. */
export const HEADERS: Readonly<Record<string, readonly [before: string, strictly: string]>> = {
  'content-security-policy': ['-', "default-src 'none'; script-src 'nonce-…' …"],
  'permissions-policy': ['-', '… camera=(), … microphone=(), …'],
  'referrer-policy': ['no-referrer', 'same-origin'],
  'reporting-endpoints': ['-', 'emas="/.well-known/emas-reports"'],
  'strict-transport-security': ['max-age=31536000; includeSubDomains', '-'],
  'x-frame-options': ['SAMEORIGIN', 'DENY'],
  'x-request-id': ['-', '…'],
};

/** Headers that report mode adds: each of them has browsers report, or names the request. */
export const ADDED_SOFTLY: readonly string[] = [
  'content-security-policy-report-only',
  'cross-origin-opener-policy-report-only',
  'permissions-policy-report-only',
  'reporting-endpoints',
  'x-request-id',
];

/** The session's cookie, over plain HTTP as the example runs. */
export const COOKIES: readonly [before: string, strictly: RegExp] = [
  'connect.sid; Path=/; HttpOnly',
  /^[0-9a-f]{32}; Path=\/; HttpOnly; SameSite=Lax$/,
];

/** What becomes of a socket that a page of another site opens. */
export const FOREIGN_SOCKETS = { before: 'opened', strictly: 'refused' } as const;

/** What somebody gets who asks too often. */
export const REFUSALS = {
  before: {
    type: 'text/html; charset=utf-8',
    headers: ['retry-after', 'x-ratelimit-limit', 'x-ratelimit-remaining', 'x-ratelimit-reset'],
  },
  strictly: {
    type: 'application/problem+json; charset=utf-8',
    headers: ['ratelimit', 'ratelimit-policy', 'retry-after'],
  },
} as const;

const REST: readonly Difference[] = [
  {
    what: 'cookie of the session',
    before: '`connect.sid; HttpOnly`',
    strictly: '32 hexadecimal digits, `HttpOnly; SameSite=Lax`; over HTTPS `__Host-` and `Secure`',
  },
  {
    what: 'end of a session',
    before: 'with the browser',
    strictly: 'with the browser, 15 minutes after the last request, 8 hours after the sign-in',
  },
  {
    what: 'a socket that a page of another site opens',
    before: 'is opened',
    strictly: 'is refused',
  },
  {
    what: 'answer to too many requests',
    before: 'a text; `X-RateLimit-…`',
    strictly: 'a problem document; `RateLimit`, `RateLimit-Policy`',
  },
  {
    what: '`logger.info()`',
    before: 'JSON on standard output',
    strictly: 'chained files in `data/emas/logs`; on a terminal text as well',
  },
];

/** Plain HTTP, as the example runs, has none of it. */
const OVER_HTTPS = 'strict-transport-security';

/** As docs/mounting.md has it. */
export function differencesTable(): string {
  const headers = Object.entries(HEADERS).map(([name, [before, strictly]]): Difference => {
    const told = (value: string): string => (value === '-' ? 'none' : `\`${value}\``);
    const after = name === OVER_HTTPS ? 'over HTTPS alone' : told(strictly);
    return { what: `\`${name}\``, before: told(before), strictly: after };
  });
  const rows = [...REST, ...headers].map(
    ({ what, before, strictly }) => `| ${what} | ${before} | ${strictly} |`,
  );
  return ['| what | before | strictly |', '| --- | --- | --- |', ...rows].join('\n');
}
