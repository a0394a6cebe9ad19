import { readFileSync } from 'node:fs';
import { PageAsset, isFromOwnPage, preferredPageLanguage } from '@emas/request-context';
import type { PageLanguage } from '@emas/request-context';
import express from 'express';
import type { NextFunction, Request, Response } from 'express';
import type { ResolvedOptions } from '../options.ts';
import { serviceFrame } from '../gate/service-frame.ts';
import type { Registry } from '../registry/registry.ts';
import type { Consent } from '../visitor-consent.ts';
import { FORM_TEXTS } from './form-texts.ts';
import { formMarkup, placeholderMarkup } from './markup.ts';
import { plainPage } from './plain-page.ts';

const LOOKS = new URL('../../styles/consent.css', import.meta.url);
const MOST_BYTES = '8kb';
const LONGEST_PATH = 500;

/** What needs that the visitor saw what they are asked. */
const CONSENTS: ReadonlySet<unknown> = new Set(['accept', 'choose', 'add']);

const readBody = express.urlencoded({ extended: false, limit: MOST_BYTES });

/** Shows the form, and takes what was chosen. */
export class ConsentForm {
  readonly #options: ResolvedOptions;
  readonly #registry: Registry;
  readonly #stylesheet: PageAsset;

  constructor(options: ResolvedOptions, registry: Registry) {
    this.#options = options;
    this.#registry = registry;
    const path = `${options.path}.css`;
    this.#stylesheet = new PageAsset({ path, type: 'text/css', body: readFileSync(LOOKS) });
  }

  /** For a page of the app: '' where there is nothing to ask. */
  draw(req: Request, mine: Consent, language: PageLanguage = preferredPageLanguage(req)): string {
    if (!mine.asks) return '';
    return this.#markup(mine, {
      language,
      returnTo: ownPath(req.originalUrl) ?? '',
      isOpen: false,
    });
  }

  /** A service's frame, or what stands in its place until it is allowed. */
  frame(
    req: Request,
    res: Response,
    mine: Consent,
    id: string,
    language: PageLanguage = preferredPageLanguage(req),
  ): string {
    const service = this.#registry.service(id);
    if (service === undefined) return '';
    if (mine.allows(id)) return serviceFrame(res, service, language);
    const { path } = this.#options;
    const returnTo = ownPath(req.originalUrl) ?? '';
    const stylesheet = this.#stylesheet.url;
    return placeholderMarkup(this.#registry, service, { language, path, stylesheet, returnTo });
  }

  /** @returns Whether the request was for the form itself, and is answered. */
  handle(req: Request, res: Response, mine: Consent, next: NextFunction): boolean {
    const { path } = this.#options;
    const isRead = req.method === 'GET' || req.method === 'HEAD';
    if (req.path === `${path}.css` && isRead) this.#stylesheet.send(req, res);
    else if (req.path !== path) return false;
    else if (isRead) this.#show(req, res, mine);
    else if (req.method !== 'POST') refuse(res.set('Allow', 'GET, HEAD, POST'), 405);
    else if (isFromOwnPage(req)) this.#read(req, res, mine, next);
    else refuse(res, 403);
    return true;
  }

  /** The permanent page, on which somebody changes their mind. */
  #show(req: Request, res: Response, mine: Consent): void {
    const { lang, done, moved } = req.query;
    const language = isLanguage(lang) ? lang : preferredPageLanguage(req);
    const returnTo = ownPath(req.query['return']) ?? '';
    const happened = moved === undefined ? undefined : 'moved';
    const notice = done === undefined ? happened : 'saved';
    const form = this.#markup(mine, { language, returnTo, isOpen: true, notice });
    const { pageTitle: title, back } = FORM_TEXTS[language];
    res.set('Cache-Control', 'no-store').set('Content-Language', language);
    if (this.#options.page !== undefined) {
      this.#options.page(req, res, { title, language, form, returnTo });
      return;
    }
    res.type('html').send(plainPage({ title, language, form, returnTo, back }));
  }

  #read(req: Request, res: Response, mine: Consent, next: NextFunction): void {
    const use = (error?: unknown): void => {
      if (error !== undefined) next(error);
      else this.#take(req, res, mine);
    };
    // The app may have read it already.
    if (req.body === undefined || Object.keys(Object(req.body)).length === 0) {
      readBody(req, res, use);
    } else use();
  }

  #take(req: Request, res: Response, mine: Consent): void {
    const { choice, fingerprint, purpose, lang, return: given } = fieldsOf(req.body);
    const returnTo = ownPath(given);
    const isSame = fingerprint === this.#registry.fingerprint;
    const query = new URLSearchParams({
      ...(returnTo === undefined ? {} : { return: returnTo }),
      ...(isLanguage(lang) ? { lang } : {}),
    });
    res.set('Cache-Control', 'no-store');
    // A refusal needs no text to have been read; consent is to what was shown and to nothing else.
    if (choice === 'refuse') mine.refuse();
    else if (!isSame || !CONSENTS.has(choice)) {
      query.set('moved', '1');
      res.redirect(303, `${this.#options.path}?${query.toString()}`);
      return;
    } else if (choice === 'accept') mine.accept();
    else if (choice === 'choose') mine.choose(this.#ticked(purpose));
    else this.#add(mine, purpose);
    query.set('done', '1');
    res.redirect(303, returnTo ?? `${this.#options.path}?${query.toString()}`);
  }

  #add(mine: Consent, purpose: unknown): void {
    const asked = this.#registry.asked.find(({ id }) => id === purpose);
    if (asked !== undefined) mine.allow(asked.id);
  }

  #ticked(given: unknown): Record<string, boolean> {
    const ticked = new Set(Array.isArray(given) ? given : [given]);
    return Object.fromEntries(this.#registry.asked.map(({ id }) => [id, ticked.has(id)]));
  }

  #markup(
    mine: Consent,
    drawing: Omit<Parameters<typeof formMarkup>[2], 'path' | 'stylesheet'>,
  ): string {
    const { path } = this.#options;
    return formMarkup(this.#registry, mine, {
      ...drawing,
      path,
      stylesheet: this.#stylesheet.url,
    });
  }
}

/** A path of this site: anything else would send the visitor wherever somebody likes. */
function ownPath(given: unknown): string | undefined {
  if (typeof given !== 'string' || given.length > LONGEST_PATH) return undefined;
  return /^\/(?![/\\])[^\\\s]*$/.test(given) ? given : undefined;
}

function isLanguage(given: unknown): given is PageLanguage {
  return given === 'en' || given === 'ms';
}

function fieldsOf(body: unknown): Readonly<Record<string, unknown>> {
  return typeof body === 'object' && body !== null ? { ...body } : {};
}

const TITLES = { 403: 'The choice comes from another site', 405: 'This is not done here' } as const;
const CODES = { 403: 'ERR_EMAS_CONSENT_CROSS_SITE', 405: 'ERR_EMAS_CONSENT_METHOD' } as const;

/** RFC 9457. */
function refuse(res: Response, status: keyof typeof TITLES): void {
  const problem = { type: 'about:blank', title: TITLES[status], status, code: CODES[status] };
  res.status(status).type('application/problem+json').send(JSON.stringify(problem));
}
