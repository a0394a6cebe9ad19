/** Requests. */
export const accessEvents = {
  http_request: {
    level: 'info',
    category: 'access',
    owasp: false,
    meaning: 'A request was answered.',
    ecs: { category: ['web'], type: ['access'], outcome: 'unknown' },
    fields: {
      method: 'text',
      path: 'untrusted',
      status: 'count',
      duration: 'milliseconds',
      bytes: 'count?',
      source_ip: 'address',
      client: 'text?',
      session: 'hash?',
      account: 'hash?',
    },
  },
  signed_in_request: {
    level: 'info',
    category: 'access',
    owasp: false,
    meaning: 'A request of somebody who is signed in was answered.',
    ecs: { category: ['web'], type: ['access'], outcome: 'unknown' },
    fields: { endpoint: 'text', status: 'count', session: 'hash?', account: 'hash' },
  },
} as const;
