/** What nobody handled. An error of the same fingerprint is written once a window, then counted. */
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
    },
  },
  unhandled_error_repeated: {
    level: 'error',
    category: 'error',
    owasp: false,
    meaning: 'The same error came again; these are left out of the log and counted.',
    ecs: { category: ['web'], type: ['error'], outcome: 'failure' },
    fields: { fingerprint: 'hash', message: 'untrusted', count: 'count', window: 'milliseconds' },
  },
  sys_crash: {
    level: 'error',
    category: 'error',
    owasp: true,
    meaning: 'The process ends by an error that nothing caught.',
    ecs: { category: ['process'], type: ['end'], outcome: 'failure' },
    fields: { fingerprint: 'hash', error: 'error', origin: 'text' },
  },
} as const;
