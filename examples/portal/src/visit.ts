import type { Suite } from '@emas/suite';
import type { Request, Response } from 'express';
import { assetUrl, stylesheet } from './assets.ts';
import type { Account } from './accounts.ts';
import { BoundedMap } from './bounded-map.ts';
import type { Html } from './html.ts';
import type { Language } from './language.ts';
import type { Claim, GuaranteeLetter, Message } from './records.ts';
import type { Texts } from './texts/texts.ts';

/** What one portal holds as long as its process lives. */
export interface PortalState {
  readonly dashboardPath: string;
  /** Addresses of the stylesheet and the icon, with a mark that changes when the files do. */
  readonly stylesheet: string;
  readonly icon: string;
  readonly claims: BoundedMap<Claim>;
  readonly letters: BoundedMap<GuaranteeLetter>;
  readonly messages: BoundedMap<Message>;
  /** What it stands on, as soon as that is there. */
  emas?: Pick<Suite, 'privacy' | 'subject'>;
}

const MOST_RECORDS = 1000;
/** Of receipts in memory: beyond it the oldest claims go. */
const MOST_RECEIPT_BYTES = 64 * 1024 * 1024;
const receiptBytes = ({ files }: Claim): number =>
  files.reduce((all, { content }) => all + content.length, 0);

/** @param dashboardPath Where the dashboards are: staff are shown the way there. */
export function portalState(dashboardPath: string): PortalState {
  return {
    dashboardPath,
    stylesheet: stylesheet.url,
    icon: assetUrl('favicon.svg'),
    claims: new BoundedMap(MOST_RECORDS, { most: MOST_RECEIPT_BYTES, of: receiptBytes }),
    letters: new BoundedMap(MOST_RECORDS),
    messages: new BoundedMap(MOST_RECORDS),
  };
}

/** One request, with everything a page needs to answer it. */
export interface Visit {
  readonly req: Request;
  readonly res: Response;
  readonly language: Language;
  readonly texts: Texts;
  /** Who is signed in. */
  readonly account: Account | undefined;
  readonly state: PortalState;
}

export interface Page {
  readonly title: string;
  readonly main: Html;
  /** @default 200 */
  readonly status?: number;
  /** True for what must not stay in any cache: forms as sent, accounts, claims. @default false */
  readonly personal?: boolean;
  /** False where the other language has no such page (errors): the switch then leads home. @default true */
  readonly translated?: boolean;
  /** True for the page that asks for consent itself. @default false */
  readonly isAboutConsent?: boolean;
}

/** A path without its language, a question with it: the answer stays in the visitor's own language. */
interface Redirect {
  readonly to: string;
}

/** A file, for those who may have it. */
interface Download {
  /** Its name. */
  readonly download: string;
  /** An object goes out as JSON. */
  readonly content: Buffer | object;
  /** @default 'application/json' */
  readonly type?: string;
}

export type Answer = Page | Redirect | Download;

export type PageHandler = (visit: Visit) => Answer | Promise<Answer>;
