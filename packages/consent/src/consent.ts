import type { PageLanguage } from '@emas/request-context';
import type { RequestHandler } from 'express';
import { ConsentForm } from './form/consent-form.ts';
import { gateCookies } from './gate/cookie-gate.ts';
import { scriptTag } from './gate/script-tag.ts';
import { resolveOptions } from './options.ts';
import type { ConsentOptions } from './options.ts';
import { Registry } from './registry/registry.ts';
import { VisitorConsent } from './visitor-consent.ts';
import type { Consent } from './visitor-consent.ts';

/** The middleware, and what it is about. */
export interface ConsentHandler extends RequestHandler {
  /** Hash of everything that a visitor is told; it changes with any of it. */
  readonly fingerprint: string;
}

const GPC_PATH = '/.well-known/gpc.json';

/**
 * One decision of the visitor for cookies, scripts and measuring. Mounted before whatever sets cookies, it
 * leaves the decision in `req.consent`, keeps back what was not allowed, and gives pages
 * `res.locals.script()`.
 *
 * @throws EmasError `ERR_EMAS_CONSENT_OPTIONS`: a purpose without a text, a provider or a retention too.
 */
export function consent(given: ConsentOptions): ConsentHandler {
  const options = resolveOptions(given);
  const registry = new Registry(options.purposes);
  const form = new ConsentForm(options, registry);
  const { updated } = options;
  const gpc = { gpc: true, ...(updated === undefined ? {} : { lastUpdate: updated }) };
  const handler: RequestHandler = (req, res, next) => {
    if (req.path === GPC_PATH && (req.method === 'GET' || req.method === 'HEAD')) {
      res.json(gpc);
      return;
    }
    const visitor = new VisitorConsent(req, res, registry, options);
    req.consent = visitor;
    gateCookies(req, res, registry, (purpose) => visitor.allowsPurpose(purpose));
    if (form.handle(req, res, visitor, next)) return;
    res.locals.consentForm = ({ language } = {}) => form.draw(req, visitor, language);
    res.locals.frame = (id, { language } = {}) => form.frame(req, res, visitor, id, language);
    res.locals.script = (id) => {
      const service = registry.service(id);
      return service !== undefined && visitor.allows(id) ? scriptTag(res, service) : '';
    };
    next();
  };
  return Object.assign(handler, { fingerprint: registry.fingerprint });
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
      /** Set by `consent()`: the tag of a service's script, '' where it is not allowed. */
      script?: (service: string) => string;
      /** Set by `consent()`: a service's frame, or a place with a button that allows it. */
      frame?: (service: string, options?: { readonly language?: PageLanguage }) => string;
      /** Set by `consent()`: the form, where there is something to ask; '' elsewhere. */
      consentForm?: (options?: { readonly language?: PageLanguage }) => string;
    }
  }
}
