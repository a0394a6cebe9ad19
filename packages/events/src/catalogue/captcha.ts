/** What becomes of captchas. `score` is in hundredths. */
export const captchaEvents = {
  captcha_failed: {
    level: 'warn',
    category: 'auth',
    owasp: false,
    meaning: 'A captcha was not passed.',
    ecs: { category: ['authentication'], type: ['info'], outcome: 'failure' },
    fields: {
      provider: 'text',
      reason: 'text',
      score: 'count?',
      source_network: 'network',
      count: 'count?',
    },
    fold: ['reason', 'source_network'],
  },
  captcha_unavailable: {
    level: 'error',
    category: 'system',
    owasp: false,
    meaning: 'The captcha provider did not answer; the setting for that case applies.',
    ecs: { category: ['process'], type: ['info'], outcome: 'failure' },
    fields: { provider: 'text', reason: 'text', message: 'untrusted' },
  },
  captcha_recovered: {
    level: 'info',
    category: 'system',
    owasp: false,
    meaning: 'The captcha provider answers again.',
    ecs: { category: ['process'], type: ['info'], outcome: 'success' },
    fields: { provider: 'text' },
  },
} as const;
