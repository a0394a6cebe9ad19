import { contextOf } from '@emas/request-context';
import type { Request, RequestHandler } from 'express';
import { resolveOptions } from './options.ts';
import type { RecaptchaOptions, ResolvedOptions } from './options.ts';
import type { CaptchaVerdict, ProviderName } from './verdict.ts';
import { Verifier } from './verifier.ts';
import type { CaptchaContext } from './verifier.ts';

/** The middleware, and the verifier behind it. */
export interface Recaptcha extends RequestHandler {
  /** Checks a token; it never throws. */
  verify(token: unknown, context?: CaptchaContext): Promise<CaptchaVerdict>;
  /** Checks the token of a request, as the middleware does. */
  verifyRequest(req: Request): Promise<CaptchaVerdict>;
}

const FIELDS: Readonly<Record<ProviderName, string>> = {
  'recaptcha-v2': 'g-recaptcha-response',
  'recaptcha-v2-invisible': 'g-recaptcha-response',
  'recaptcha-v3': 'g-recaptcha-response',
  'recaptcha-enterprise': 'g-recaptcha-response',
  turnstile: 'cf-turnstile-response',
  hcaptcha: 'h-captcha-response',
};

/**
 * Checks captchas. As middleware, after the body was read and `requestContext()`, it leaves its verdict in
 * `req.emas.captcha` and goes on: what a failed one means is the app's to say.
 *
 * @throws EmasError `ERR_EMAS_RECAPTCHA_OPTIONS`.
 */
export function recaptcha(given: RecaptchaOptions): Recaptcha {
  const options = resolveOptions(given);
  const verifier = new Verifier(options);
  const verifyRequest = async (req: Request): Promise<CaptchaVerdict> => {
    const context = contextOf(req);
    const { address, prefix } = context;
    const userAgent = req.headers['user-agent'] ?? '';
    const verdict = await verifier.verify(tokenOf(req, options), { address, prefix, userAgent });
    context.captcha = verdict;
    return verdict;
  };
  const handle = async (req: Request): Promise<void> => {
    if (await options.when(req)) await verifyRequest(req);
    else {
      const { provider } = options;
      const none = { ok: true, score: undefined, reason: 'not-wanted', degraded: false } as const;
      contextOf(req).captcha = { ...none, provider };
    }
  };
  const handler: RequestHandler = async (req, _res, next) => {
    try {
      await handle(req);
    } catch (error) {
      next(error);
      return;
    }
    next();
  };
  return Object.assign(handler, {
    verify: (token: unknown, context?: CaptchaContext) => verifier.verify(token, context),
    verifyRequest,
  });
}

function tokenOf(req: Request, { token, provider }: ResolvedOptions): unknown {
  if (token !== undefined) return token(req);
  const body: unknown = req.body;
  return typeof body === 'object' && body !== null
    ? Reflect.get(body, FIELDS[provider])
    : undefined;
}

declare global {
  // Express types its request for merging in this one way.
  // oxlint-disable-next-line typescript/no-namespace
  namespace Express {
    interface EmasParts {
      /** Set by `recaptcha()`. */
      captcha?: CaptchaVerdict;
    }
  }
}
