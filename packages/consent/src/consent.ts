import type { Keeping } from '@emas/data-map';
import { preferredPageLanguage } from '@emas/page';
import type { Request, RequestHandler, Response } from 'express';
import { ExplicitConsents } from './explicit/explicit-consents.ts';
import { ConsentForm } from './form/consent-form.ts';
import { ConsentPage } from './form/consent-page.ts';
import { PageFiles } from './form/page-files.ts';
import { ChoiceTaker } from './form/take-choice.ts';
import { gateCookies } from './gate/cookie-gate.ts';
import { scriptTag } from './gate/script-tag.ts';
import { cookieTable, thirdPartyTable } from './notice/tables.ts';
import { consentPlaces } from './kept-places.ts';
import { resolveOptions } from './options.ts';
import type { ConsentOptions, ResolvedOptions } from './options.ts';
import { announcePolicy } from './proof/announce-policy.ts';
import { Proof } from './proof/proof.ts';
import { Registry } from './registry/registry.ts';
import { consentModeState } from './signals/consent-mode.ts';
import { gpcResource } from './signals/gpc-resource.ts';
import { VisitorConsent } from './visitor-consent.ts';
import type { ConsentParts } from './visitor-consent.ts';

/** The middleware, and what it is about. */
export interface ConsentHandler extends RequestHandler, Keeping {
  /** Hash of everything that a visitor is told; it changes with any of it. */
  readonly fingerprint: string;
}

/**
 * One decision of the visitor for cookies, scripts and measuring. Mounted before everything that sets cookies, it
 * leaves the decision in `req.consent`, keeps back what was not allowed, and gives pages
 * `res.locals.script()`.
 *
 * @throws EmasError `ERR_EMAS_CONSENT_OPTIONS`: a purpose without a text, a provider or a retention too;
 * `ERR_EMAS_CONSENT_ASSETS` where the package was not built.
 */
export function consent(given: ConsentOptions): ConsentHandler {
  const options = resolveOptions(given);
  const { events, now, policyFile } = options;
  const registry = new Registry(options.purposes);
  const proof = new Proof(events, now);
  const explicit = new ExplicitConsents(options.explicit, proof, now);
  const parts: ConsentParts = { registry, options, proof, explicit };
  const files = new PageFiles(options.path);
  const form = new ConsentForm(options.path, registry, files);
  const taker = new ChoiceTaker(options, registry, form);
  const page = new ConsentPage(options, { form, files, taker });
  const gpc = gpcResource(options.updated);
  if (policyFile !== undefined) {
    const purposes = { ...registry.marks, ...explicit.marks };
    announcePolicy(policyFile, { policy: registry.fingerprint, purposes }, events);
  }
  const handler: RequestHandler = (req, res, next) => {
    if (gpc(req, res)) return;
    const visitor = new VisitorConsent(req, res, parts);
    req.consent = visitor;
    gateCookies(req, res, registry, (purpose) => visitor.allowsPurpose(purpose));
    if (page.handle(req, res, visitor, next)) return;
    giveToPages(req, res, visitor, { registry, options, explicit, form, files });
    next();
  };
  const { fingerprint } = registry;
  return Object.assign(handler, { fingerprint, keeps: consentPlaces(options) });
}

interface PageParts {
  readonly registry: Registry;
  readonly options: ResolvedOptions;
  readonly explicit: ExplicitConsents;
  readonly form: ConsentForm;
  readonly files: PageFiles;
}

function giveToPages(
  req: Request,
  res: Response,
  visitor: VisitorConsent,
  { registry, options, explicit, form, files }: PageParts,
): void {
  const { locals } = res;
  locals.consentForm = (drawing = {}) => form.draw(req, res, visitor, drawing);
  locals.frame = (id, { language } = {}) => form.frame(req, res, visitor, id, language);
  locals.script = (id) => {
    const isAllowed = visitor.allows(id);
    const service = registry.service(id);
    if (service?.script === undefined) return '';
    return scriptTag(res, service, isAllowed) + files.script(res);
  };
  locals.explicitConsent = (id, { language = preferredPageLanguage(req), problem, sent } = {}) =>
    explicit.draw(id, { language, problem, sent });
  locals.cookieTable = ({ language = preferredPageLanguage(req) } = {}) =>
    files.stylesheet +
    cookieTable(registry, language, { name: visitor.cookieName, remember: options.remember });
  locals.thirdPartyTable = ({ language = preferredPageLanguage(req) } = {}) =>
    files.stylesheet + thirdPartyTable(registry, language);
  const { consentMode } = options;
  if (consentMode !== undefined) {
    locals.consentMode = () =>
      files.modeScript(res, consentModeState(consentMode, visitor)) + files.script(res);
  }
}
