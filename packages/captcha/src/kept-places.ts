import type { KeptPlace } from '@emas/data-map';
import type { ResolvedOptions } from './options.ts';
import { PROVIDERS } from './providers/provider-table.ts';

/** What is kept of whoever solves a captcha, and what its provider gets. */
export function captchaPlaces(options: ResolvedOptions): readonly KeptPlace[] {
  const { provider, redis, keys, maxAge, sendAddress, onUnavailable, withoutWidget } = options;
  const { protocol, page } = PROVIDERS[provider];
  const recipient = { name: page.company, country: page.country, privacy: page.privacy };
  const toProvider = { kind: 'recipient', reason: 'robots', recipient } as const;
  const tokens = {
    id: 'captcha/used',
    holds: ['token'],
    reason: 'robots',
    readers: ['app'],
  } as const;
  const sent: readonly KeptPlace[] = [
    {
      ...toProvider,
      id: 'captcha/widget',
      where: `${page.service}, from the browser`,
      // The form that is used tells its site as any page does that loads something from elsewhere.
      holds: ['address', 'agent'],
      kept: { until: 'recipient' },
      readers: ['recipient'],
    },
    {
      ...toProvider,
      id: 'captcha/check',
      where: `${page.service}, from the server`,
      holds: [
        'token',
        ...(sendAddress ? (['address'] as const) : []),
        ...(sendAddress && protocol === 'enterprise' ? (['agent'] as const) : []),
      ],
      kept: { until: 'recipient' },
      readers: ['recipient'],
    },
  ];
  const share: KeptPlace = {
    id: 'captcha/share',
    kind: 'memory',
    where: 'forms that passed without it',
    holds: ['network', 'attempts'],
    reason: 'robots',
    kept: { until: 'process' },
    readers: ['app'],
  };
  return [
    ...sent,
    redis === undefined
      ? { ...tokens, kind: 'memory', where: 'used captchas', kept: { until: 'process' } }
      : {
          ...tokens,
          kind: 'redis',
          where: `${keys}used:<hash>`,
          kept: { ms: maxAge, after: 'written' },
        },
    ...(onUnavailable === 'limit' || withoutWidget ? [share] : []),
  ];
}
