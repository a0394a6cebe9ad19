import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { languageOfPath, preferredLanguage } from './language.ts';
import type { Language } from './language.ts';
import { document } from './layout/document.ts';
import { rememberLanguage } from './remembered-language.ts';
import { pathOf } from './request-path.ts';
import { signedInAccount } from './sign-in.ts';
import { textsIn } from './texts/catalogue.ts';
import type { Answer, PageHandler, PortalState, Visit } from './visit.ts';

/** A page as an Express handler. */
export function answerWith(state: PortalState, handler: PageHandler): RequestHandler {
  return async function portalPage(
    req: Request,
    res: Response,
    _next: NextFunction,
  ): Promise<void> {
    const visit = visitOf(state, req, res);
    send(visit, await handler(visit));
  };
}

/** The language is the path's; paths outside both get the browser's, and say that they depend on it. */
export function visitOf(state: PortalState, req: Request, res: Response): Visit {
  const language = languageOfPath(pathOf(req));
  if (language === undefined) res.vary('Accept-Language');
  const chosen: Language = language ?? preferredLanguage(req);
  return {
    req,
    res,
    language: chosen,
    texts: textsIn(chosen),
    account: signedInAccount(req),
    state,
  };
}

export function send(visit: Visit, answer: Answer): void {
  const { req, res, language } = visit;
  rememberLanguage(req, res, language);
  // Not `no-referrer`: under it browsers send `Origin: null` with our own forms, which the check
  // for foreign forms would have to refuse. Other sites learn nothing either way.
  res.set('Referrer-Policy', 'same-origin');
  if ('to' in answer) {
    res.set('Cache-Control', 'no-store').redirect(303, `/${language}${answer.to}`);
    return;
  }
  if ('download' in answer) {
    const { download, content, type = 'application/json' } = answer;
    res.set('Cache-Control', 'no-store').attachment(download);
    res.type(type).send(Buffer.isBuffer(content) ? content : JSON.stringify(content, undefined, 2));
    return;
  }
  const personal = answer.personal === true || visit.account !== undefined;
  res
    .status(answer.status ?? 200)
    .set('Cache-Control', personal ? 'no-store' : 'private, no-cache')
    .set('Content-Language', language)
    .type('html')
    .send(document(visit, answer).source);
}
