import type { KeptPlace } from '@emas/data-map';
import type { ResolvedOptions } from './options.ts';
import { PROVIDERS } from './providers/provider-table.ts';

/** What is kept about people who solve a captcha, and what its provider gets. */
export function captchaPlaces(options: ResolvedOptions): readonly KeptPlace[] {
  const { onUnavailable, withoutWidget } = options;
  const share: KeptPlace = {
    ...AGAINST_ROBOTS,
    id: 'captcha/share',
    kind: 'memory',
    where: 'forms that passed without it',
    // Of IPv6 it is a household's own network.
    holds: ['address', 'attempts'],
    kept: { until: 'process' },
  };
  return [
    ...sentPlaces(options),
    ...tokenPlaces(options),
    ...(onUnavailable === 'limit' || withoutWidget ? [share] : []),
  ];
}

const AGAINST_ROBOTS: Pick<KeptPlace, 'reason' | 'readers'> = {
  reason: 'robots',
  readers: ['app'],
};

function sentPlaces({ provider, sendAddress }: ResolvedOptions): readonly KeptPlace[] {
  const { protocol, page } = PROVIDERS[provider];
  const toProvider = {
    kind: 'recipient',
    reason: 'robots',
    kept: { until: 'recipient' },
    readers: ['recipient'],
    recipient: { name: page.company, country: page.country, privacy: page.privacy },
  } as const;
  const isAgentSent = sendAddress && protocol === 'enterprise';
  return [
    {
      ...toProvider,
      id: 'captcha/widget',
      where: `${page.service}, from the browser`,
      // It watches how the form is used, and may keep a cookie of its own in the browser.
      holds: ['address', 'agent', 'behaviour'],
    },
    {
      ...toProvider,
      id: 'captcha/check',
      where: `${page.service}, from the server`,
      holds: [
        'token',
        ...(sendAddress ? (['address'] as const) : []),
        ...(isAgentSent ? (['agent'] as const) : []),
      ],
    },
  ];
}

function tokenPlaces({ redis, keys, maxAge }: ResolvedOptions): readonly KeptPlace[] {
  const tokens: Omit<KeptPlace, 'kind' | 'where' | 'kept'> = {
    ...AGAINST_ROBOTS,
    id: 'captcha/used',
    holds: ['token'],
  };
  const own: KeptPlace = {
    ...tokens,
    kind: 'memory',
    where: 'used captchas',
    kept: { until: 'process' },
  };
  const shared: KeptPlace = {
    ...tokens,
    kind: 'redis',
    where: `${keys}used:<hash>`,
    kept: { ms: maxAge, after: 'written' },
  };
  return redis === undefined ? [own] : [shared, own];
}
