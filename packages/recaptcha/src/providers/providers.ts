import type { ResolvedOptions } from '../options.ts';
import type { ProviderName } from '../verdict.ts';
import { enterprise } from './enterprise.ts';
import type { Provider } from './provider.ts';
import { siteverify } from './siteverify.ts';

const RECAPTCHA = { host: 'https://www.google.com', path: '/recaptcha/api/siteverify' };

/** Where each is asked; an option names another host. */
const SITEVERIFY = {
  'recaptcha-v2': RECAPTCHA,
  'recaptcha-v2-invisible': RECAPTCHA,
  'recaptcha-v3': RECAPTCHA,
  turnstile: { host: 'https://challenges.cloudflare.com', path: '/turnstile/v0/siteverify' },
  hcaptcha: { host: 'https://api.hcaptcha.com', path: '/siteverify' },
} as const;

const ENTERPRISE = 'https://recaptchaenterprise.googleapis.com';

/** Whether a provider gives a score, which is to be asked for. */
export function hasScore(provider: ProviderName): boolean {
  return provider === 'recaptcha-v3' || provider === 'recaptcha-enterprise';
}

/** Whether a provider names the action that a token was made for. */
export function hasAction(provider: ProviderName): boolean {
  return hasScore(provider) || provider === 'turnstile';
}

/** The one that the options name. */
export function providerOf(options: ResolvedOptions): Provider {
  const { provider, siteKey, secret, project = '', action, host } = options;
  if (provider === 'recaptcha-enterprise') {
    return enterprise({ url: host ?? ENTERPRISE, project, apiKey: secret, siteKey, action });
  }
  const place = SITEVERIFY[provider];
  return siteverify({
    url: `${host ?? place.host}${place.path}`,
    secret,
    siteKey: provider === 'hcaptcha' ? siteKey : undefined,
    isIdempotent: provider === 'turnstile',
  });
}
