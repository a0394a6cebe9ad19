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
    },
  },
} as const;
