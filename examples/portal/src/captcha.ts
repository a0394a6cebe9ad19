import { PROVIDER_NAMES, recaptcha, startStandIn } from '@emas/recaptcha';
import type { Recaptcha, RecaptchaOptions } from '@emas/recaptcha';
import type { RedisClient } from '@emas/redis';

/** Keys of a provider, and where its captchas may be solved. */
export type CaptchaKeys = Pick<
  RecaptchaOptions,
  'provider' | 'siteKey' | 'secret' | 'project' | 'hostnames' | 'host'
>;

/** What asks people at the sign-in to show that they are no program. */
export interface PortalCaptcha {
  readonly captcha: Recaptcha;
  /** True where no key was given: it then asks nobody for a proof, and the page says so. */
  readonly isStandIn: boolean;
  close(): Promise<void>;
}

const SUPPORT = 'support@portal.example';

/** The provider whose keys are given, or a stand-in on this machine. */
export async function openCaptcha(
  keys: CaptchaKeys | undefined,
  redis: RedisClient | undefined,
): Promise<PortalCaptcha> {
  const shared = redis === undefined ? {} : { redis };
  const widget = { support: SUPPORT };
  if (keys !== undefined) {
    const captcha = recaptcha({ ...keys, ...shared, widget });
    return { captcha, isStandIn: false, close: async () => undefined };
  }
  const standIn = await startStandIn();
  const { siteKey, secret, url: host } = standIn;
  const hostnames = ['localhost', '127.0.0.1'];
  const provider = 'recaptcha-v2';
  const captcha = recaptcha({ provider, siteKey, secret, host, hostnames, ...shared, widget });
  return { captcha, isStandIn: true, close: () => standIn.close() };
}

/**
 * Keys from the environment; what is wrong with them is said as the captcha is made.
 *
 * @throws Error where there is no such provider.
 */
export function captchaKeys(env: NodeJS.ProcessEnv): CaptchaKeys | undefined {
  const siteKey = env['EMAS_CAPTCHA_SITE_KEY'] ?? '';
  const secret = env['EMAS_CAPTCHA_SECRET'] ?? '';
  if (siteKey === '' && secret === '') return undefined;
  const name = env['EMAS_CAPTCHA_PROVIDER'] ?? 'recaptcha-v2';
  const provider = PROVIDER_NAMES.find((one) => one === name);
  if (provider === undefined) {
    throw new Error(`EMAS_CAPTCHA_PROVIDER wants one of ${PROVIDER_NAMES.join(', ')}.`);
  }
  const project = env['EMAS_CAPTCHA_PROJECT'];
  const host = env['EMAS_CAPTCHA_HOST'];
  return {
    provider,
    siteKey,
    secret,
    hostnames: (env['EMAS_CAPTCHA_HOSTNAMES'] ?? '').split(',').filter((one) => one !== ''),
    ...(project === undefined ? {} : { project }),
    ...(host === undefined ? {} : { host }),
  };
}
