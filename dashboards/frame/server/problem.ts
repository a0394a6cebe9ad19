import { EmasError } from '@emas/errors';
import { isPageLanguage, sendRefusal } from '@emas/page';
import type { PageLanguage, PageLink, RefusalPage } from '@emas/page';
import type { Request, Response } from 'express';
import type { PageTitle } from '../contract.ts';
import { refusalPage } from './refusal-words.ts';

/** Why a request is not answered. */
export interface DashboardProblem {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  /** In English, for developers; left out where nothing is to be said. */
  readonly detail?: string;
}

/** @param pages Those that the reader may open, to go on from there. */
export function sendProblem(
  req: Request,
  res: Response,
  problem: DashboardProblem,
  pages: readonly PageTitle[] = [],
): void {
  const asked = req.query['lang'];
  const language = isPageLanguage(asked) ? asked : undefined;
  const page = (shown: PageLanguage): RefusalPage =>
    refusalPage(problem, shown, waysTo(pages, req.baseUrl, shown));
  sendRefusal(req, res, { problem: { ...problem }, page, language });
}

function waysTo(
  pages: readonly PageTitle[],
  mountPath: string,
  language: PageLanguage,
): readonly PageLink[] {
  return pages.map(({ name, title }) => ({
    href: `${mountPath}/${name}?lang=${language}`,
    text: title[language],
  }));
}

/** What an error is to the page. */
export interface Fault {
  readonly status: number;
  readonly code: string;
  readonly title: string;
}

/** The asker's fault: what was asked for does not exist. */
export const WRONG_QUESTION: Fault = {
  status: 400,
  code: 'ERR_EMAS_DASHBOARD_QUERY',
  title: 'Wrong question',
};
/** The asker's fault: what was to be done cannot be done. */
export const NOT_DONE: Fault = {
  status: 400,
  code: 'ERR_EMAS_DASHBOARD_ACTION',
  title: 'Not done',
};

const UNAVAILABLE: Fault = {
  status: 503,
  code: 'ERR_EMAS_DASHBOARD_UNAVAILABLE',
  title: 'Figures are not available',
};

const FAULTS: Readonly<Record<string, Fault>> = {
  ERR_EMAS_DASHBOARD_QUERY: WRONG_QUESTION,
  ERR_EMAS_DASHBOARD_ACTION: NOT_DONE,
};

/**
 * Answers a failed question or action: the asker's fault, or something away.
 *
 * @param ofPage What the parts below the page throw, by code.
 */
export function sendFailure(
  req: Request,
  res: Response,
  error: unknown,
  ofPage: Readonly<Record<string, Fault>>,
): void {
  const fault = error instanceof EmasError ? { ...FAULTS, ...ofPage }[error.code] : undefined;
  if (fault !== undefined && error instanceof EmasError) {
    sendProblem(req, res, { ...fault, detail: error.message });
    return;
  }
  // What the engine says may name tables and hosts: it is for the operator, not for the page.
  const { message, stack = '' } = error instanceof Error ? error : new Error(String(error));
  process.emitWarning(message, {
    type: 'EmasWarning',
    code: 'WARN_EMAS_DASHBOARD_UNAVAILABLE',
    detail: stack,
  });
  sendProblem(req, res, UNAVAILABLE);
}
