/** What nobody handled. */
export const errorEvents = {
  unhandled_error: {
    level: 'error',
    category: 'error',
    owasp: false,
    meaning: 'A request failed by an error that the app did not handle.',
    ecs: { category: ['web'], type: ['error'], outcome: 'failure' },
    fields: {
      fingerprint: 'hash',
      error: 'error',
      method: 'text',
      path: 'untrusted',
      status: 'count',
      source_ip: 'address',
      client: 'text?',
      count: 'count?',
    },
    fold: ['fingerprint'],
  },
  sys_crash: {
    level: 'error',
    category: 'error',
    owasp: true,
    meaning: 'The process ends because of an error that nothing caught.',
    ecs: { category: ['process'], type: ['end'], outcome: 'failure' },
    fields: {
      fingerprint: 'hash',
      error: 'error',
      origin: 'text',
      method: 'text?',
      path: 'untrusted?',
      source_ip: 'address?',
      client: 'text?',
    },
  },
} as const;
