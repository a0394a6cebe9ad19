import { EmasError } from '@emas/errors';
import type { EventBus } from '@emas/events';
import { captcha, startStandIn } from '@emas/captcha';
import type { CaptchaVerdict, Captcha, CaptchaOptions } from '@emas/captcha';
import type { Keeping } from '@emas/data-map';
import type { Request, RequestHandler } from 'express';
import type { CaptchaSettings } from '../options.ts';

/** What asks visitors to show that they are no program. */
export interface SuiteCaptcha extends Keeping {
  /** Gives pages `res.locals.captcha()`, and `captchaIsStandIn` where it is one. */
  readonly widget: RequestHandler;
  /** Checks what a form sent, and leaves the verdict in `req.emas.captcha`. */
  readonly check: RequestHandler;
  /** True where no key was given: it then asks nobody for a proof. */
  readonly isStandIn: boolean;
  verifyRequest(req: Request): Promise<CaptchaVerdict>;
  close(): Promise<void>;
}

interface CaptchaParts {
  readonly settings: CaptchaSettings;
  /** Redis, and whose keys they are there. */
  readonly shared: Pick<CaptchaOptions, 'redis' | 'app'>;
  readonly events: EventBus;
}

/** The provider whose keys are given, or a stand-in on this machine, which is there a moment later. */
export function openCaptcha({ settings, shared: redis, events }: CaptchaParts): SuiteCaptcha {
  const shared = { events, ...redis };
  if (hasKeys(settings)) {
    const check = captcha({ ...settings, ...shared });
    return {
      widget: check.widget,
      check,
      keeps: check.keeps,
      isStandIn: false,
      verifyRequest: (req) => check.verifyRequest(req),
      close: async () => undefined,
    };
  }
  const opening = startStandIn().then((standIn) => {
    const { siteKey, secret, url: host } = standIn;
    const hostnames = ['localhost', '127.0.0.1'];
    const provider = 'recaptcha-v2';
    return {
      standIn,
      check: captcha({ ...settings, provider, siteKey, secret, host, hostnames, ...shared }),
    };
  });
  // A caller that waits for it is told; without anybody, it is no fault of the app.
  opening.catch(() => undefined);
  const whenOpen = (handlerOf: (check: Captcha) => RequestHandler): RequestHandler => {
    let handler: RequestHandler | undefined;
    return function emasStandIn(req, res, next) {
      if (handler !== undefined) return handler(req, res, next);
      return opening.then(({ check }) => {
        handler ??= handlerOf(check);
        return handler(req, res, next);
      }, next);
    };
  };
  return {
    // It is on this machine, and learns of nobody.
    keeps: [],
    widget: whenOpen(({ widget }) => (req, res, next) => {
      res.locals['captchaIsStandIn'] = true;
      return widget(req, res, next);
    }),
    check: whenOpen((check) => check),
    isStandIn: true,
    verifyRequest: async (req) => (await opening).check.verifyRequest(req),
    async close() {
      await (await opening).standIn.close();
    },
  };
}

/** Whether anything of a provider was given; that all of it was is the part's own check. */
export function hasKeys(settings: CaptchaSettings): settings is CaptchaOptions {
  return settings.siteKey !== undefined || settings.secret !== undefined;
}

export function noCaptcha(): EmasError {
  return new EmasError('ERR_EMAS_SUITE_CAPTCHA', 'No keys of a captcha provider were given.', {
    help: 'Set EMAS_CAPTCHA_SITE_KEY, EMAS_CAPTCHA_SECRET and EMAS_CAPTCHA_HOSTNAMES; production does not allow the stand-in.',
  });
}
