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
      aborted: 'text?',
      session: 'hash?',
      account: 'hash?',
    },
  },
  signed_in_request: {
    level: 'info',
    category: 'access',
    owasp: false,
    meaning: 'A request from a signed-in account was answered.',
    ecs: { category: ['web'], type: ['access'], outcome: 'unknown' },
    fields: { endpoint: 'text', status: 'count', session: 'hash?', account: 'hash' },
  },
  http_request_refused: {
    level: 'info',
    category: 'client',
    owasp: false,
    meaning:
      'Node refused a request before the app saw it: it is not HTTP, too large, too slow, or has no host.',
    ecs: { category: ['web'], type: ['error'], outcome: 'failure' },
    fields: { reason: 'text', status: 'count?', source_network: 'network?', count: 'count?' },
    fold: ['reason'],
  },
} as const;
