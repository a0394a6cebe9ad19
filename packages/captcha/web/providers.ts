import type { Settings } from './settings.ts';

/** Hears of a widget. */
export interface Listener {
  readonly solved: (token: string) => void;
  readonly expired: () => void;
  readonly failed: () => void;
}

/** A widget that was drawn. */
export interface Widget {
  /** Has it find a token, where it does not by itself. */
  readonly ask?: () => void;
  readonly reset: () => void;
}

type WidgetId = string | number;
type WidgetParameters = Readonly<Record<string, unknown>>;

interface WidgetApi {
  render(box: HTMLElement, parameters: WidgetParameters): WidgetId;
  reset(id?: WidgetId): void;
  execute(id?: WidgetId): unknown;
}

interface ScoreApi {
  execute(siteKey: string, options: { readonly action: string }): Promise<string>;
}

declare global {
  /** What the providers' scripts leave here. */
  interface Window {
    readonly grecaptcha?: WidgetApi & ScoreApi & { readonly enterprise?: ScoreApi };
    readonly turnstile?: WidgetApi;
    readonly hcaptcha?: WidgetApi;
  }
}

/**
 * Draws the provider's widget, once its script is there.
 *
 * @throws TypeError where the script is not what it should be.
 */
export function drawWidget(box: HTMLElement, settings: Settings, listener: Listener): Widget {
  const { grecaptcha, turnstile, hcaptcha } = window;
  const { provider } = settings;
  if (provider === 'recaptcha-v3') return byScore(present(grecaptcha), settings, listener);
  if (provider === 'recaptcha-enterprise')
    return byScore(present(grecaptcha?.enterprise), settings, listener);
  const api = { turnstile, hcaptcha }[provider] ?? grecaptcha;
  return inBox(present(api), box, settings, listener);
}

function inBox(
  api: WidgetApi,
  box: HTMLElement,
  { provider, sitekey, action, language }: Settings,
  listener: Listener,
): Widget {
  const isInvisible = provider === 'recaptcha-v2-invisible';
  const dark = matchMedia('(prefers-color-scheme: dark)').matches;
  const id = api.render(box, {
    sitekey,
    callback: listener.solved,
    'expired-callback': listener.expired,
    'error-callback': listener.failed,
    theme: dark ? 'dark' : 'light',
    ...(isInvisible ? { size: 'invisible' } : {}),
    ...(provider === 'turnstile' ? { language, size: 'flexible' } : {}),
    ...(provider === 'turnstile' && action !== '' ? { action } : {}),
  });
  const reset = (): void => api.reset(id);
  return isInvisible ? { reset, ask: () => void api.execute(id) } : { reset };
}

function byScore(api: ScoreApi, { sitekey, action }: Settings, listener: Listener): Widget {
  return {
    ask: () => void api.execute(sitekey, { action }).then(listener.solved, listener.failed),
    reset: () => undefined,
  };
}

function present<Api>(api: Api | undefined): Api {
  if (api === undefined) throw new TypeError('The provider left nothing to call.');
  return api;
}
