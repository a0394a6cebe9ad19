import type { Check, Weakness } from './observed.ts';

interface WantedHeader {
  readonly name: string;
  readonly accepts: RegExp;
  readonly severity: Weakness['severity'];
  readonly why: string;
  /** For answers over HTTPS only. */
  readonly isForHttps?: boolean;
}

const HALF_A_YEAR = 15_768_000;

const WANTED: readonly WantedHeader[] = [
  {
    name: 'X-Content-Type-Options',
    accepts: /^nosniff$/i,
    severity: 'medium',
    why: 'A browser may run an uploaded file as a script or a page.',
  },
  {
    name: 'Referrer-Policy',
    accepts: /^(?:no-referrer|same-origin|strict-origin(?:-when-cross-origin)?)$/i,
    severity: 'low',
    why: 'The URLs of pages, with the data in them, are sent to other sites.',
  },
  {
    name: 'Cross-Origin-Opener-Policy',
    accepts: /^same-origin(?:-allow-popups)?$/i,
    severity: 'low',
    why: 'A site that opens the page keeps access to its window.',
  },
  {
    name: 'Cross-Origin-Resource-Policy',
    accepts: /^same-(?:origin|site)$/i,
    severity: 'low',
    why: 'Other sites load the answers into their own process, where side channels may read them.',
  },
  {
    name: 'Permissions-Policy',
    accepts: /camera=\(/i,
    severity: 'low',
    why: 'An injected script, or a frame, may ask for camera, microphone and location.',
  },
  {
    name: 'Strict-Transport-Security',
    accepts: /max-age=\d/i,
    severity: 'medium',
    why: 'The first request of each visit may go over plain HTTP, where anybody on the network path can change the response.',
    isForHttps: true,
  },
];

const POLICY = 'content-security-policy';

/** Headers that browsers protect visitors by. */
export const checkHeaders: Check = ({ headers, isSecure }) => {
  const isReporting = headers[POLICY] === undefined && `${POLICY}-report-only` in headers;
  const fix = isReporting
    ? "Set hardening({ mode: 'enforce' }), or in the suite rollout: 'enforce': until then it is not sent."
    : 'Mount hardening(), or set the header.';
  return WANTED.filter(({ isForHttps }) => isForHttps !== true || isSecure).flatMap(
    ({ name, accepts, severity, why }): Weakness[] => {
      const found = headers[name.toLowerCase()];
      if (found !== undefined && accepts.test(found)) return [];
      return [
        {
          severity,
          what: name,
          found: found ?? 'none',
          why,
          fix,
        },
      ];
    },
  );
};

/** HSTS that ends before the visitor comes back protects nobody. */
export const checkHstsAge: Check = ({ headers, isSecure }) => {
  const seconds = Number(/max-age=(\d+)/i.exec(headers['strict-transport-security'] ?? '')?.[1]);
  if (!isSecure || Number.isNaN(seconds) || seconds >= HALF_A_YEAR) return [];
  return [
    {
      severity: 'low',
      what: 'Strict-Transport-Security',
      found: `max-age=${seconds}`,
      why: 'Visitors who return later than that are unprotected on their first request.',
      fix: 'Set hardening({ hsts: 31536000 }) once all hosts below speak HTTPS.',
    },
  ];
};

/** What tells an attacker which faults to try. */
export const checkBanners: Check = ({ headers }) =>
  ['x-powered-by', 'server'].flatMap((name): Weakness[] => {
    const found = headers[name];
    if (found === undefined || (name === 'server' && !/\d/.test(found))) return [];
    return [
      {
        severity: 'low',
        what: name === 'server' ? 'Server' : 'X-Powered-By',
        found,
        why: 'It tells attackers which known vulnerabilities to try.',
        fix:
          name === 'server'
            ? 'Configure the proxy to leave out the version.'
            : 'Mount hardening(), or app.disable("x-powered-by").',
      },
    ];
  });

/** Cookies that scripts read, plain HTTP carries, or other sites' forms bring along. */
export const checkCookies: Check = ({ cookies, isSecure }) =>
  cookies.flatMap((cookie): Weakness[] => {
    const [pair = '', ...rest] = cookie.split(';').map((part) => part.trim());
    const name = pair.split('=', 1)[0] ?? '';
    const attributes = new Set(rest.map((part) => (part.split('=', 1)[0] ?? '').toLowerCase()));
    const fault = (severity: Weakness['severity'], found: string, why: string): Weakness => ({
      severity,
      what: `cookie ${name}`,
      found,
      why,
      fix: 'session() of @emas/session sets all of them; for others, set the attribute.',
    });
    return [
      ...(attributes.has('httponly')
        ? []
        : [
            fault('medium', 'no HttpOnly', 'An injected script can read it and steal the session.'),
          ]),
      ...(attributes.has('samesite')
        ? []
        : [fault('low', 'no SameSite', 'Older browsers send it with other sites’ forms.')]),
      ...(isSecure && !attributes.has('secure')
        ? [
            fault(
              'medium',
              'no Secure',
              'It is also sent over plain HTTP, where anybody on the network path can read it.',
            ),
          ]
        : []),
    ];
  });
