import { closedList } from '@emas/options';
import type { PageNeeds } from '@emas/page';

/** The providers that one verifier knows. */
export type ProviderName =
  | 'recaptcha-v2'
  | 'recaptcha-v2-invisible'
  | 'recaptcha-v3'
  | 'recaptcha-enterprise'
  | 'turnstile'
  | 'hcaptcha';

/** Everything in which providers differ. */
export interface ProviderRow {
  /** How it is asked: `siteverify` by a form of the secret and the token, Enterprise by its own API. */
  readonly protocol: 'siteverify' | 'enterprise';
  /** Where it is asked; an option names another host. */
  readonly endpoint: { readonly host: string; readonly path: string };
  /** Milliseconds that a solved captcha is good for. */
  readonly maxAge: number;
  /** Whether it gives a score, which is to be asked for. */
  readonly hasScore: boolean;
  /** What it takes for the action that a token was made for; `undefined` where it knows none. */
  readonly action: ActionRule | undefined;
  /** Whether the question names the site key. */
  readonly tellsSiteKey: boolean;
  /** Whether the same question may be sent twice, under a key. */
  readonly isIdempotent: boolean;
  /** The form's field with the token. */
  readonly field: string;
  readonly page: ProviderPage;
}

/** How an action is written. */
interface ActionRule {
  readonly pattern: RegExp;
  readonly wanted: string;
}

/** What a page with its widget has to know. */
export interface ProviderPage {
  readonly service: string;
  readonly company: string;
  readonly country: 'US';
  readonly privacy: string;
  readonly terms: string;
  /** Host of its script, unless the options name another. */
  readonly host: string;
  readonly script: string;
  /** Whether the script is told the site key at once, or draws a box when it is asked to. */
  readonly rendersByKey: boolean;
  /** What the script's address says besides, of a language. */
  readonly query: (language: string) => Readonly<Record<string, string>>;
  /** What its own script asks of the page's policy; scripts come in by `strict-dynamic`. */
  readonly needs: PageNeeds;
}

const MINUTE = 60_000;

const GOOGLE_PAGE: ProviderPage = {
  service: 'reCAPTCHA',
  company: 'Google',
  country: 'US',
  privacy: 'https://policies.google.com/privacy',
  terms: 'https://policies.google.com/terms',
  host: 'https://www.google.com',
  script: '/recaptcha/api.js',
  rendersByKey: false,
  query: (language) => ({ hl: language, trustedtypes: 'true' }),
  needs: {
    frames: ['https://www.google.com/recaptcha/', 'https://recaptcha.google.com/recaptcha/'],
    connections: ['https://www.google.com/recaptcha/'],
    trustedTypes: ['goog#html'],
  },
};

/** reCAPTCHA's "Actions": alphanumeric characters, slashes and underscores. */
const GOOGLE_ACTION: ActionRule = {
  pattern: /^[\w/]{1,100}$/,
  wanted: 'letters, digits, / and _, at most 100 of them',
};

const RECAPTCHA: ProviderRow = {
  protocol: 'siteverify',
  endpoint: { host: 'https://www.google.com', path: '/recaptcha/api/siteverify' },
  maxAge: 2 * MINUTE,
  hasScore: false,
  action: undefined,
  tellsSiteKey: false,
  isIdempotent: false,
  field: 'g-recaptcha-response',
  page: GOOGLE_PAGE,
};

const HCAPTCHA_HOSTS = ['https://hcaptcha.com', 'https://*.hcaptcha.com'];

/**
 * As the providers document it: their pages on verification; of policies, reCAPTCHA's "I'm using
 * content-security-policy" and Trusted Types (its issue 387), Turnstile's and hCaptcha's pages on Content
 * Security Policy.
 */
export const PROVIDERS: Readonly<Record<ProviderName, ProviderRow>> = {
  'recaptcha-v2': RECAPTCHA,
  'recaptcha-v2-invisible': RECAPTCHA,
  'recaptcha-v3': {
    ...RECAPTCHA,
    hasScore: true,
    action: GOOGLE_ACTION,
    page: { ...GOOGLE_PAGE, rendersByKey: true },
  },
  'recaptcha-enterprise': {
    ...RECAPTCHA,
    protocol: 'enterprise',
    endpoint: { host: 'https://recaptchaenterprise.googleapis.com', path: '' },
    hasScore: true,
    action: GOOGLE_ACTION,
    page: { ...GOOGLE_PAGE, script: '/recaptcha/enterprise.js', rendersByKey: true },
  },
  turnstile: {
    protocol: 'siteverify',
    endpoint: { host: 'https://challenges.cloudflare.com', path: '/turnstile/v0/siteverify' },
    maxAge: 5 * MINUTE,
    hasScore: false,
    // Turnstile's "Widget configurations": `action`.
    action: {
      pattern: /^[\w-]{1,32}$/,
      wanted: 'letters, digits, _ and -, at most 32 of them',
    },
    tellsSiteKey: false,
    isIdempotent: true,
    field: 'cf-turnstile-response',
    page: {
      service: 'Turnstile',
      company: 'Cloudflare',
      country: 'US',
      privacy: 'https://www.cloudflare.com/turnstile-privacy-policy/',
      terms: 'https://www.cloudflare.com/website-terms/',
      host: 'https://challenges.cloudflare.com',
      script: '/turnstile/v0/api.js',
      rendersByKey: false,
      query: () => ({}),
      needs: { frames: ['https://challenges.cloudflare.com'] },
    },
  },
  hcaptcha: {
    protocol: 'siteverify',
    endpoint: { host: 'https://api.hcaptcha.com', path: '/siteverify' },
    maxAge: 2 * MINUTE,
    hasScore: false,
    action: undefined,
    tellsSiteKey: true,
    isIdempotent: false,
    field: 'h-captcha-response',
    page: {
      service: 'hCaptcha',
      company: 'Intuition Machines',
      country: 'US',
      privacy: 'https://www.hcaptcha.com/privacy',
      terms: 'https://www.hcaptcha.com/terms',
      host: 'https://js.hcaptcha.com',
      script: '/1/api.js',
      rendersByKey: false,
      query: (language) => ({ hl: language }),
      needs: { frames: HCAPTCHA_HOSTS, styles: HCAPTCHA_HOSTS, connections: HCAPTCHA_HOSTS },
    },
  },
};

/** All names that the option `provider` knows. */
export const PROVIDER_NAMES: readonly ProviderName[] = closedList(PROVIDERS);
