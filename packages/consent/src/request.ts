import type { PageLanguage } from '@emas/page';
import type { PurposeChange } from './choice/decision.ts';
import type {
  ExplicitForm,
  ExplicitOutcome,
  ExplicitProblem,
  ExplicitSubmission,
} from './explicit/explicit-consent.ts';

/** `req.consent`: what the visitor allows. Those that decide give the number of the receipt. */
export interface Consent {
  /** Of a purpose or a service; what is not registered is not allowed. */
  allows(id: string): boolean;
  /** Whether there is anything that the visitor has not decided about. */
  readonly asks: boolean;
  /** What is new or changed since the visitor decided. */
  readonly changes: readonly PurposeChange[];
  /** The day on which the visitor decided, at midnight UTC. */
  readonly decidedOn: Date | undefined;
  /** Whether the browser sends a signal that counts as a refusal. */
  readonly hasSignal: boolean;
  /** Allows everything, from this response on. @throws EmasError `ERR_EMAS_CONSENT_TOO_LATE`. */
  accept(): string;
  /** Allows nothing but what is necessary. @throws EmasError `ERR_EMAS_CONSENT_TOO_LATE`. */
  refuse(): string;
  /**
   * Allows what is `true`; what is not named is refused.
   *
   * @throws EmasError `ERR_EMAS_CONSENT_TOO_LATE` when the response has begun; `ERR_EMAS_CONSENT_PURPOSE`
   * on an id that is not registered.
   */
  choose(choice: Readonly<Record<string, boolean>>): string;
  /** Allows this purpose and leaves the others as they are, those not decided about too. @throws As `choose`. */
  allow(purpose: string): string;
  /** What keeps it from being given, for a form that has other faults as well. @throws As `takeExplicit`. */
  checkExplicit(id: string, submission: ExplicitSubmission): ExplicitProblem | undefined;
  /**
   * Reads what a form of the app says about one of `explicit`, and keeps the receipt where it is given.
   *
   * @throws EmasError `ERR_EMAS_CONSENT_EXPLICIT` on an id that is not among them, `ERR_EMAS_CONSENT_BIRTH`
   * on a day of birth that is none.
   */
  takeExplicit(id: string, submission: ExplicitSubmission): ExplicitOutcome;
  /** Keeps a receipt of a withdrawal; the app stops what it did (PDPA 2010, s 38). @throws As `takeExplicit`. */
  withdrawExplicit(id: string): string;
}

/** How the form stands in a page. */
export interface ConsentFormOptions {
  /** @default what the browser prefers */
  readonly language?: PageLanguage;
  /**
   * Whether it is shown over the page, where the browser runs scripts; Escape puts it away undecided.
   * @default false
   */
  readonly modal?: boolean;
}

declare global {
  // Express types its request and what a response carries for merging in this one way.
  // oxlint-disable-next-line typescript/no-namespace
  namespace Express {
    interface Request {
      /** Set by `consent()`. */
      consent?: Consent;
    }
    interface Locals {
      /** Set by `consent()`: the tag of a service's script; where it is not allowed, a mark that loads nothing. */
      script?: (service: string) => string;
      /** Set by `consent()`: a service's frame, or a place with a button that allows it. */
      frame?: (service: string, options?: { readonly language?: PageLanguage }) => string;
      /** Set by `consent()`: the form, where there is something to ask; '' elsewhere. */
      consentForm?: (options?: ConsentFormOptions) => string;
      /** Set by `consent()`: the part of an app's own form that asks for one of `explicit`. */
      explicitConsent?: (id: string, form?: ExplicitForm) => string;
      /** Set by `consent()`: what is in the cookies and the storage, as a table. */
      cookieTable?: (options?: { readonly language?: PageLanguage }) => string;
      /** Set by `consent()`: who else gets to know something, as a table (PDPA 2010, s 44). */
      thirdPartyTable?: (options?: { readonly language?: PageLanguage }) => string;
      /** Set by `consent()`: Google Consent Mode's defaults, for the head of a page, before Google's tags. */
      consentMode?: () => string;
    }
  }
}
