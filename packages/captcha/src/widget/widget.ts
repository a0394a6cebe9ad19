import { PageAsset, needOnPage, pageNonce, preferredPageLanguage } from '@emas/page';
import type { PageLanguage, PageNeeds } from '@emas/page';
import type { RequestHandler } from 'express';
import type { ResolvedOptions } from '../options.ts';
import { markup } from './markup.ts';
import { PROVIDERS } from '../providers/provider-table.ts';
import { scriptFile } from './script-file.ts';

/** How one form wants the widget. */
export interface CaptchaMarkupOptions {
  /** @default what the visitor's browser prefers of Malay and English */
  readonly language?: PageLanguage;
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
  const file = scriptFile('captcha.js');
  const script = new PageAsset({ path, type: 'text/javascript', file });
  const needs = needsOf(options);
  return function emasCaptchaWidget(req, res, next) {
    if (req.path === path && (req.method === 'GET' || req.method === 'HEAD')) {
      script.send(req, res);
      return;
    }
    const draw: CaptchaMarkup = ({ language = preferredPageLanguage(req) } = {}) => {
      needOnPage(res, needs);
      return markup(options, { language, nonce: pageNonce(res), scriptUrl: script.url });
    };
    res.locals['captcha'] = draw;
    next();
  };
}

/** What the provider asks of the page, or the stand-in in its place. */
function needsOf({ provider, host }: ResolvedOptions): PageNeeds {
  const { needs } = PROVIDERS[provider].page;
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
