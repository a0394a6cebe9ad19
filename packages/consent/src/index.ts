export { consent } from './consent.ts';
export type { ConsentHandler } from './consent.ts';
export type { ConsentOptions, ConsentPage } from './options.ts';
export type { Consent } from './visitor-consent.ts';
export type { PurposeChange, Remember } from './choice/decision.ts';
export type {
  Provider,
  Purpose,
  Service,
  ServiceCookie,
  StoredItem,
  Texts,
} from './registry/purpose.ts';
