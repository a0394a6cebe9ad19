export { suite } from './suite.ts';
export type { CaptchaHandler, Suite, SuiteLoginOptions, SuiteRateLimit } from './suite.ts';
export type {
  CaptchaSettings,
  ClickHouseSettings,
  DashboardSettings,
  Secrets,
  ShutdownSettings,
  SuiteOptions,
} from './options.ts';

// What an app needs of the parts beside their mounting, so that it depends on one package.
export { EmasError } from '@emas/errors';
export { crossSiteCheck } from '@emas/hardening';
export { errorHandler } from '@emas/logging';
export { requireConfirmed, requireSession } from '@emas/session';
export type { Problem } from '@emas/logging';
export type { Role, Roles } from '@emas/dashboards';
export type {
  Consent,
  ConsentOptions,
  ExplicitConsent,
  ExplicitOutcome,
  ExplicitProblem,
  ExplicitSubmission,
  Purpose,
  Service,
  Texts,
} from '@emas/consent';
export type { DeprecationNotice } from '@emas/deprecation';
export type { LoginGuard, NextAttempt, RefuseHandler, Refusal } from '@emas/login-guard';
export type { Keeping, KeptPlace, Words } from '@emas/data-map';
export type { SubjectData, SubjectItem, SubjectPlace } from './subject/subject-data.ts';
export type { Controller, Privacy } from '@emas/privacy';
export type { RequestContext } from '@emas/request-context';
export type { SessionContext, SessionData, SessionSummary } from '@emas/session';
