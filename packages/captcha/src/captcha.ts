import type { Keeping } from '@emas/data-map';
import { contextOf } from '@emas/request-context';
import type { Request, RequestHandler } from 'express';
import { captchaPlaces } from './kept-places.ts';
import { resolveOptions } from './options.ts';
import type { CaptchaOptions, ResolvedOptions } from './options.ts';
import type { CaptchaVerdict } from './verdict.ts';
import { Verifier } from './verifier.ts';
import type { CaptchaContext } from './verifier.ts';
import { PROVIDERS } from './providers/provider-table.ts';
import { WAY_FIELD } from './widget/markup.ts';
import { widgetMiddleware } from './widget/widget.ts';

/** The middleware, and the verifier behind it. */
export interface Captcha extends RequestHandler, Keeping {
  /** Checks a token; it never throws. */
  verify(token: unknown, context?: CaptchaContext): Promise<CaptchaVerdict>;
  /** Checks the token of a request, as the middleware does. */
  verifyRequest(req: Request): Promise<CaptchaVerdict>;
  /**
   * Gives the pages after it `res.locals.captcha()`, and serves the widget's script. Mounted before the
   * pages, at the root.
   */
  readonly widget: RequestHandler;
}

/**
 * Checks captchas. As middleware, after the body was read and `requestContext()`, it leaves its verdict in
 * `req.emas.captcha` and goes on: what a failed one means is the app's to say.
 *
 * @throws EmasError `ERR_EMAS_CAPTCHA_OPTIONS`.
 */
export function captcha(given: CaptchaOptions): Captcha {
  const options = resolveOptions(given);
  const verifier = new Verifier(options);
  const verifyRequest = async (req: Request): Promise<CaptchaVerdict> => {
    const context = contextOf(req);
    const { address, prefix } = context;
    const userAgent = req.headers['user-agent'] ?? '';
    const withoutWidget = isWithoutWidget(req);
    const asked = { address, prefix, userAgent, withoutWidget };
    const verdict = await verifier.verify(tokenOf(req, options), asked);
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
    keeps: captchaPlaces(options),
    verify: (token: unknown, context?: CaptchaContext) => verifier.verify(token, context),
    verifyRequest,
    widget: widgetMiddleware(options),
  });
}

function tokenOf(req: Request, { token, provider }: ResolvedOptions): unknown {
  return token === undefined ? bodyField(req, PROVIDERS[provider].field) : token(req);
}

/** The form says itself that its script did not run, or reached nobody. */
function isWithoutWidget(req: Request): boolean {
  const way = bodyField(req, WAY_FIELD);
  return way === 'without-script' || way === 'unreachable';
}

function bodyField(req: Request, name: string): unknown {
  const body: unknown = req.body;
  return typeof body === 'object' && body !== null ? Reflect.get(body, name) : undefined;
}

declare global {
  // Express types its request for merging in this one way.
  // oxlint-disable-next-line typescript/no-namespace
  namespace Express {
    interface EmasParts {
      /** Set by `captcha()`. */
      captcha?: CaptchaVerdict;
    }
  }
}
