import { createEventBus } from '@emas/events';
import type { EmasEvent } from '@emas/events';
import { captcha } from '@emas/captcha';
import type { ProviderName, Captcha, CaptchaOptions } from '@emas/captcha';
import type { StandIn } from '@emas/captcha';

const knowsActions = (provider: ProviderName): boolean =>
  ['recaptcha-v3', 'recaptcha-enterprise', 'turnstile'].includes(provider);

/** Makes captchas that ask a stand-in, and tell what happens into a list. */
export function captchaMaker(
  standIn: () => StandIn,
  heard: EmasEvent[],
): (provider: ProviderName, more?: Partial<CaptchaOptions>) => Captcha {
  return (provider, more = {}) => {
    const bus = createEventBus();
    bus.subscribe((event) => heard.push(event));
    const { siteKey, secret, project, url } = standIn();
    return captcha({
      provider,
      siteKey,
      secret,
      hostnames: ['localhost'],
      host: url,
      events: bus,
      ...(provider === 'recaptcha-enterprise' ? { project } : {}),
      ...(knowsActions(provider) ? { action: 'login' } : {}),
      ...more,
    });
  };
}
