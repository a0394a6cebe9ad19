import type { ExplicitOutcome, ExplicitProblem, ExplicitSubmission } from '@emas/suite';
import { finished } from '../html.ts';
import type { Html } from '../html.ts';
import type { Visit } from '../visit.ts';
import { HEALTH_CONSENT, HEALTH_CONSENT_BOX } from './registry.ts';

/** The part of a form that asks for it. */
export function healthConsentPart(
  { req, res, language }: Visit,
  problem: ExplicitProblem | undefined,
): Html {
  const drawing = { language, problem, sent: req.body };
  return finished(res.locals.explicitConsent?.(HEALTH_CONSENT, drawing) ?? '');
}

/** Whether the box was ticked: a form that is shown again has it empty. */
export function wasHealthConsentTicked({ req }: Visit): boolean {
  return Reflect.get(Object(req.body), HEALTH_CONSENT_BOX) === 'yes';
}

/** What keeps it from being given; the receipt is kept only when all else of the form is right. */
export function healthConsentProblem(
  visit: Visit,
  identityCard: string,
): ExplicitProblem | undefined {
  return visit.req.consent?.checkExplicit(HEALTH_CONSENT, submission(visit, identityCard));
}

export function takeHealthConsent(visit: Visit, identityCard: string): ExplicitOutcome {
  const outcome = visit.req.consent?.takeExplicit(HEALTH_CONSENT, submission(visit, identityCard));
  return outcome ?? { given: false, problem: 'moved' };
}

function submission({ req }: Visit, identityCard: string): ExplicitSubmission {
  const birthDate = birthDateOf(identityCard);
  return birthDate === undefined ? { body: req.body } : { body: req.body, birthDate };
}

/**
 * The first six digits of an identity card number are the day of birth (National Registration Regulations
 * 1990); the century is the latest that makes a day in the past.
 *
 * @returns `undefined` where they are no day, as with cards that the form refuses anyway.
 */
export function birthDateOf(identityCard: string, now: number = Date.now()): string | undefined {
  const [, year, month, day] = /^(\d\d)(\d\d)(\d\d)/.exec(identityCard.replaceAll(/\D/g, '')) ?? [];
  const days = ['20', '19'].map((century) => `${century}${year}-${month}-${day}`);
  return days.find((text) => {
    const time = Date.parse(`${text}T00:00:00Z`);
    return time <= now && new Date(time).toISOString().startsWith(text);
  });
}
