/** What browsers report, and what was refused since another site sent it. */
export const browserEvents = {
  csp_violation: {
    level: 'warn',
    category: 'system',
    owasp: false,
    meaning: 'A page did what its Content Security Policy does not allow; the browser reported it.',
    ecs: { category: ['web'], type: ['error'], outcome: 'failure' },
    fields: {
      directive: 'untrusted',
      blocked: 'untrusted',
      page: 'untrusted',
      source: 'untrusted',
      disposition: 'untrusted',
      count: 'count',
    },
  },
  browser_report: {
    level: 'info',
    category: 'system',
    owasp: false,
    meaning: 'A browser reported a network error, a deprecated feature or an intervention.',
    ecs: { category: ['web'], type: ['info'], outcome: 'unknown' },
    fields: {
      type: 'untrusted',
      what: 'untrusted',
      page: 'untrusted',
      source: 'untrusted',
      count: 'count',
    },
  },
  cross_site_refused: {
    level: 'warn',
    category: 'system',
    owasp: false,
    meaning: "Another site's page tried to change something here with the visitor's cookies.",
    ecs: { category: ['web'], type: ['error'], outcome: 'failure' },
    fields: { origin: 'untrusted', method: 'text', path: 'untrusted', source_ip: 'address' },
  },
} as const;
