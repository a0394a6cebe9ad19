import { createEventBus } from '@emas/events';
import type { EmasEvent } from '@emas/events';
import { recaptcha } from '@emas/recaptcha';
import type { ProviderName, Recaptcha, RecaptchaOptions } from '@emas/recaptcha';
import type { StandIn } from '@emas/recaptcha';

const knowsActions = (provider: ProviderName): boolean =>
  ['recaptcha-v3', 'recaptcha-enterprise', 'turnstile'].includes(provider);

/** Makes captchas that ask a stand-in, and tell what happens into a list. */
export function captchaMaker(
  standIn: () => StandIn,
  heard: EmasEvent[],
): (provider: ProviderName, more?: Partial<RecaptchaOptions>) => Recaptcha {
  return (provider, more = {}) => {
    const bus = createEventBus();
    bus.subscribe((event) => heard.push(event));
    const { siteKey, secret, project, url } = standIn();
    return recaptcha({
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
