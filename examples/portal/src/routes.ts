import type { DeprecationNotice } from '@emas/suite';
import type { RequestHandler } from 'express';
import { clinicsV1 } from './api/clinics-v1.ts';
import { clinicsV2 } from './api/clinics-v2.ts';
import { endOtherSessions, endSession } from './pages/account-sessions-end.ts';
import { accountData, accountDataFile } from './pages/account-data.ts';
import { account } from './pages/account.ts';
import { claimReceipt } from './pages/claim-receipt.ts';
import { newClaim } from './pages/claim-new.ts';
import { sendClaim } from './pages/claim-send.ts';
import { claim } from './pages/claim.ts';
import { clinics } from './pages/clinics.ts';
import { home } from './pages/home.ts';
import { newLetter } from './pages/letter-new.ts';
import { sendLetter } from './pages/letter-send.ts';
import { letter } from './pages/letter.ts';
import { sendLogin } from './pages/login-send.ts';
import { login } from './pages/login.ts';
import { logout } from './pages/logout.ts';
import { privacy } from './pages/privacy.ts';
import { sendSupport } from './pages/support-send.ts';
import { supportThanks } from './pages/support-thanks.ts';
import { support } from './pages/support.ts';
import type { PageHandler } from './visit.ts';

export interface PageRoute {
  readonly method: 'get' | 'post';
  /** Without the language; each stands under `/ms` and `/en`. */
  readonly path: string;
  readonly handler: PageHandler;
  /** Whether the login guard stands before it. */
  readonly guarded?: boolean;
  /** Whether its form may bring files. */
  readonly takesFiles?: boolean;
}

export const PAGES: readonly PageRoute[] = [
  { method: 'get', path: '/', handler: home },
  { method: 'get', path: '/clinics', handler: clinics },
  { method: 'get', path: '/claims/new', handler: newClaim },
  { method: 'post', path: '/claims/new', handler: sendClaim, takesFiles: true },
  { method: 'get', path: '/claims/:claimId', handler: claim },
  { method: 'get', path: '/claims/:claimId/receipts/:receiptId', handler: claimReceipt },
  { method: 'get', path: '/guarantee-letters/new', handler: newLetter },
  { method: 'post', path: '/guarantee-letters/new', handler: sendLetter },
  { method: 'get', path: '/guarantee-letters/:letterId', handler: letter },
  { method: 'get', path: '/support', handler: support },
  { method: 'post', path: '/support', handler: sendSupport },
  { method: 'get', path: '/support/thank-you', handler: supportThanks },
  { method: 'get', path: '/login', handler: login },
  { method: 'post', path: '/login', handler: sendLogin, guarded: true },
  { method: 'post', path: '/logout', handler: logout },
  { method: 'get', path: '/account', handler: account },
  { method: 'get', path: '/account/data', handler: accountData },
  { method: 'get', path: '/account/data.json', handler: accountDataFile },
  { method: 'post', path: '/account/sessions/end', handler: endSession },
  { method: 'post', path: '/account/sessions/end-others', handler: endOtherSessions },
  { method: 'get', path: '/privacy', handler: privacy },
];

export interface ApiRoute {
  readonly path: string;
  /** What its clients are told, of an old one. */
  readonly notice?: DeprecationNotice;
  readonly handler: RequestHandler;
}

export const API: readonly ApiRoute[] = [
  {
    path: '/v1/clinics',
    notice: {
      endpoint: 'GET /api/v1/clinics',
      since: '2026-06-01',
      sunset: '2027-06-01',
      successor: '/api/v2/clinics',
    },
    handler: clinicsV1,
  },
  { path: '/v2/clinics', handler: clinicsV2 },
];
