import { isPageLanguage, isFromOwnPage, plainPage, preferredPageLanguage } from '@emas/page';
import type { PageLanguage } from '@emas/page';
import { tellCrossSite } from '@emas/events/internal';
import { requestFacts } from '@emas/request-context/internal';
import escapeHtml from 'escape-html';
import type { NextFunction, Request, Response } from 'express';
import { withdrawalMarkup } from '../explicit/withdrawal-markup.ts';
import type { ResolvedOptions } from '../options.ts';
import type { VisitorConsent } from '../visitor-consent.ts';
import type { ConsentForm } from './consent-form.ts';
import { WORDS } from '../words/words.ts';
import type { Notice } from './markup.ts';
import { ownPath } from './own-path.ts';
import { refuse } from './refuse.ts';
import type { PageFiles } from './page-files.ts';
import { readSubmission } from './submission.ts';
import type { Submission } from './submission.ts';
import type { ChoiceTaker } from './take-choice.ts';

/** The permanent place to change one's mind, and where every form is sent. */
export class ConsentPage {
  readonly #options: ResolvedOptions;
  readonly #form: ConsentForm;
  readonly #files: PageFiles;
  readonly #taker: ChoiceTaker;

  constructor(
    options: ResolvedOptions,
    parts: { readonly form: ConsentForm; readonly files: PageFiles; readonly taker: ChoiceTaker },
  ) {
    this.#options = options;
    this.#form = parts.form;
    this.#files = parts.files;
    this.#taker = parts.taker;
  }

  /** @returns Whether the request was for the form itself, and is answered. */
  handle(req: Request, res: Response, mine: VisitorConsent, next: NextFunction): boolean {
    const { path } = this.#options;
    const isRead = req.method === 'GET' || req.method === 'HEAD';
    if (!req.path.startsWith(path)) return false;
    if (isRead && this.#files.send(req, res)) return true;
    if (req.path !== path) return false;
    res.set('Cache-Control', 'no-store').vary('Accept');
    if (isRead) this.#show(req, res, mine);
    else if (req.method !== 'POST') refuse(req, res.set('Allow', 'GET, HEAD, POST'), 405, path);
    else if (isFromOwnPage(req)) void this.#take(req, res, mine, next);
    else {
      tellCrossSite(this.#options.events, requestFacts(req));
      refuse(req, res, 403, path);
    }
    return true;
  }

  #show(req: Request, res: Response, mine: VisitorConsent): void {
    if (wantsData(req)) {
      res.json(this.#taker.stateOf(mine));
      return;
    }
    const { lang, done, moved } = req.query;
    const language = isPageLanguage(lang) ? lang : preferredPageLanguage(req);
    const happened = moved === undefined ? undefined : ({ kind: 'moved' } as const);
    const notice = done === undefined ? happened : ({ kind: 'saved' } as const);
    this.#page(req, res, mine, {
      language,
      returnTo: ownPath(req.query['return']) ?? '',
      notice,
    });
  }

  async #take(
    req: Request,
    res: Response,
    mine: VisitorConsent,
    next: NextFunction,
  ): Promise<void> {
    try {
      await this.#taker.read(req, res);
      const submission = readSubmission(req.body, preferredPageLanguage(req));
      if (submission.withdrawn === undefined) this.#choose(req, res, mine, submission);
      else await this.#withdraw(req, res, mine, submission);
    } catch (error) {
      next(error);
    }
  }

  #choose(req: Request, res: Response, mine: VisitorConsent, submission: Submission): void {
    const outcome = this.#taker.take(submission, mine);
    const { language, returnTo, layout } = submission;
    if (wantsData(req)) res.json(outcome);
    else if (!outcome.saved) res.redirect(303, outcome.url);
    else if (layout === 'page') {
      const notice = { kind: 'saved', receipt: outcome.receipt } as const;
      this.#page(req, res, mine, { language, returnTo: returnTo ?? '', notice });
    } else res.redirect(303, returnTo ?? `${this.#options.path}?lang=${language}&done=1`);
  }

  /** Only where somebody can be asked who it was, and the app learns of it. */
  #offersWithdrawal(mine: VisitorConsent): boolean {
    const { onWithdrawal, explicit } = this.#options;
    return onWithdrawal !== undefined && explicit.length > 0 && mine.hasAccount;
  }

  async #withdraw(
    req: Request,
    res: Response,
    mine: VisitorConsent,
    { withdrawn = '', language, returnTo = '' }: Submission,
  ): Promise<void> {
    const isKnown = this.#options.explicit.some(({ id }) => id === withdrawn);
    if (!isKnown || !this.#offersWithdrawal(mine)) {
      // The session may have ended while the page was open.
      res.status(403);
      this.#page(req, res, mine, { language, returnTo, notice: { kind: 'not-withdrawn' } });
      return;
    }
    const receipt = mine.withdrawExplicit(withdrawn);
    await this.#options.onWithdrawal?.(req, withdrawn, receipt);
    this.#page(req, res, mine, { language, returnTo, notice: { kind: 'withdrawn', receipt } });
  }

  #page(
    req: Request,
    res: Response,
    mine: VisitorConsent,
    drawing: {
      readonly language: PageLanguage;
      readonly returnTo: string;
      readonly notice: Notice | undefined;
    },
  ): void {
    const { language, returnTo } = drawing;
    const { path, explicit } = this.#options;
    const form =
      this.#form.drawOpen(res, mine, drawing) +
      (this.#offersWithdrawal(mine)
        ? withdrawalMarkup(explicit, { language, path, returnTo })
        : '');
    const { pageTitle: title, back } = WORDS[language].form;
    res.set('Content-Language', language);
    if (this.#options.page !== undefined) {
      this.#options.page(req, res, { title, language, form, returnTo });
      return;
    }
    const home = escapeHtml(returnTo === '' ? '/' : returnTo);
    // Styled by the form's own style sheet, which an app's page gets too.
    const body =
      `<h1 class="emas-consent-page">${escapeHtml(title)}</h1>${form}` +
      `<p class="emas-consent-page"><a href="${home}">${escapeHtml(back)}</a></p>`;
    res.type('html').send(plainPage({ language, title, body }));
  }
}

/** The script asks for data; a visitor who follows a link or sends a form asks for a page. */
function wantsData(req: Request): boolean {
  return req.headers.accept === 'application/json';
}
