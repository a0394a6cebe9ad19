/** Who signed in, and who failed to. */
export const authEvents = {
  authn_login_success: {
    level: 'info',
    category: 'auth',
    owasp: true,
    meaning: 'Somebody signed in.',
    ecs: { category: ['authentication'], type: ['start'], outcome: 'success' },
    fields: { account: 'account', source_ip: 'address', client: 'text?' },
  },
  authn_login_fail: {
    level: 'warn',
    category: 'auth',
    owasp: true,
    meaning: 'Somebody failed to sign in.',
    ecs: { category: ['authentication'], type: ['start'], outcome: 'failure' },
    fields: { account: 'account?', reason: 'text', source_ip: 'address', client: 'text?' },
  },
} as const;
