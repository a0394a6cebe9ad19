export { consent } from './consent.ts';
export type { ConsentHandler } from './consent.ts';
export type { ConsentOptions, ConsentPageFrame } from './options.ts';
export { consentRecords, migrateConsent } from './records/consent-records.ts';
export type { ConsentRecords } from './records/consent-records.ts';
export type { ConsentRecordsOptions } from './records/options.ts';
export type { ConsentRate, ConsentRateQuery } from './records/rates.ts';
export type { Consent, ConsentFormOptions } from './request.ts';
export type { PurposeChange, Remember } from './choice/decision.ts';
export type {
  ExplicitConsent,
  ExplicitForm,
  ExplicitOutcome,
  ExplicitProblem,
  ExplicitSubmission,
} from './explicit/explicit-consent.ts';
export type { ConsentModeMap, GoogleConsentType } from './signals/consent-mode.ts';
export type {
  Provider,
  Purpose,
  PurposeKind,
  Service,
  ServiceCookie,
  StoredItem,
  Texts,
} from './registry/purpose.ts';
