import type { PageNeeds } from '@emas/request-context';
import type { ProviderName } from '../verdict.ts';

/** What the page has to know of a provider. */
export interface ProviderPage {
  readonly service: string;
  readonly company: string;
  readonly country: 'US';
  readonly privacy: string;
  readonly terms: string;
  /** Host of its script, unless the options name another. */
  readonly host: string;
  readonly script: string;
  /** What its own script asks of the page's policy; scripts come in by `strict-dynamic`. */
  readonly needs: PageNeeds;
}

const GOOGLE = {
  service: 'reCAPTCHA',
  company: 'Google',
  country: 'US',
  privacy: 'https://policies.google.com/privacy',
  terms: 'https://policies.google.com/terms',
  host: 'https://www.google.com',
  needs: {
    frames: ['https://www.google.com/recaptcha/', 'https://recaptcha.google.com/recaptcha/'],
    connections: ['https://www.google.com/recaptcha/'],
    trustedTypes: ['goog#html'],
  },
} as const;

const RECAPTCHA = { ...GOOGLE, script: '/recaptcha/api.js' } as const;

const HCAPTCHA_HOSTS = ['https://hcaptcha.com', 'https://*.hcaptcha.com'];

/**
 * As the providers document it: reCAPTCHA's "I'm using content-security-policy" and Trusted Types (its
 * issue 387), Turnstile's and hCaptcha's pages on Content Security Policy.
 */
export const PROVIDER_PAGES: Readonly<Record<ProviderName, ProviderPage>> = {
  'recaptcha-v2': RECAPTCHA,
  'recaptcha-v2-invisible': RECAPTCHA,
  'recaptcha-v3': RECAPTCHA,
  'recaptcha-enterprise': { ...GOOGLE, script: '/recaptcha/enterprise.js' },
  turnstile: {
    service: 'Turnstile',
    company: 'Cloudflare',
    country: 'US',
    privacy: 'https://www.cloudflare.com/turnstile-privacy-policy/',
    terms: 'https://www.cloudflare.com/website-terms/',
    host: 'https://challenges.cloudflare.com',
    script: '/turnstile/v0/api.js',
    needs: { frames: ['https://challenges.cloudflare.com'] },
  },
  hcaptcha: {
    service: 'hCaptcha',
    company: 'Intuition Machines',
    country: 'US',
    privacy: 'https://www.hcaptcha.com/privacy',
    terms: 'https://www.hcaptcha.com/terms',
    host: 'https://js.hcaptcha.com',
    script: '/1/api.js',
    needs: { frames: HCAPTCHA_HOSTS, styles: HCAPTCHA_HOSTS, connections: HCAPTCHA_HOSTS },
  },
};

/** Where a form has the token, unless the options say otherwise. */
export const TOKEN_FIELDS: Readonly<Record<ProviderName, string>> = {
  'recaptcha-v2': 'g-recaptcha-response',
  'recaptcha-v2-invisible': 'g-recaptcha-response',
  'recaptcha-v3': 'g-recaptcha-response',
  'recaptcha-enterprise': 'g-recaptcha-response',
  turnstile: 'cf-turnstile-response',
  hcaptcha: 'h-captcha-response',
};

/** Where a form says that it has no token, and why: `without-script` or `unreachable`. */
export const WAY_FIELD = 'emas-captcha';
