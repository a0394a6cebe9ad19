import { needOnPage } from '@emas/request-context';
import type { PageNeeds } from '@emas/request-context';
import type { Request, RequestHandler, Response } from 'express';
import type { ResolvedOptions } from '../options.ts';
import { markup } from './markup.ts';
import { PROVIDER_PAGES } from './providers.ts';
import { scriptFile } from './script-file.ts';
import type { WidgetLanguage } from './texts.ts';

/** How one form wants the widget. */
export interface CaptchaMarkupOptions {
  /** @default what the visitor's browser prefers of Malay and English */
  readonly language?: WidgetLanguage;
}

/** `res.locals.captcha`. */
export type CaptchaMarkup = (options?: CaptchaMarkupOptions) => string;

const POLICY = 'emas-captcha';

/**
 * Gives pages `res.locals.captcha()`, the widget's markup, and serves its script. Drawing it widens the
 * page's Content Security Policy by what the provider needs; a page without it stays as strict as it was.
 */
export function widgetMiddleware(options: ResolvedOptions): RequestHandler {
  const { path } = options.widget;
  const { body, hash } = scriptFile('captcha.js');
  const scriptUrl = `${path}?v=${hash}`;
  const needs = needsOf(options);
  return function emasCaptchaWidget(req, res, next) {
    if (req.path === path && (req.method === 'GET' || req.method === 'HEAD')) {
      const isThisVersion = req.query['v'] === hash;
      res.set('Cache-Control', isThisVersion ? 'public, max-age=31536000, immutable' : 'no-cache');
      res.type('text/javascript').send(body);
      return;
    }
    const draw: CaptchaMarkup = ({ language = preferred(req) } = {}) => {
      needOnPage(res, needs);
      return markup(options, { language, nonce: nonceOf(res), scriptUrl });
    };
    res.locals['captcha'] = draw;
    next();
  };
}

/** What the provider asks of the page, or the stand-in in its place. */
function needsOf({ provider, host }: ResolvedOptions): PageNeeds {
  const { needs } = PROVIDER_PAGES[provider];
  const trustedTypes = [POLICY, ...(needs.trustedTypes ?? [])];
  return host === undefined
    ? { ...needs, trustedTypes }
    : { ...needs, frames: [host], connections: [host], trustedTypes };
}

declare global {
  // Express types what its responses carry for merging in this one way.
  // oxlint-disable-next-line typescript/no-namespace
  namespace Express {
    interface Locals {
      /** Set by `captcha.widget`: the widget's markup, for a form. */
      captcha?: CaptchaMarkup;
    }
  }
}

function preferred(req: Request): WidgetLanguage {
  return req.acceptsLanguages(['en', 'ms']) === 'ms' ? 'ms' : 'en';
}

function nonceOf({ locals }: Response): string | undefined {
  const nonce: unknown = locals['nonce'];
  return typeof nonce === 'string' ? nonce : undefined;
}
