import { isPageLanguage } from '@emas/page';
import type { PageLanguage } from '@emas/page';
import type { FormLayout } from './markup.ts';
import { ownPath } from './own-path.ts';

/** What came from a form, as far as it makes sense. */
export interface Submission {
  /** `undefined` for what is no choice. */
  readonly choice: 'accept' | 'refuse' | 'choose' | 'add' | undefined;
  /** What was ticked, or the one purpose that a place asks for. */
  readonly purposes: ReadonlySet<unknown>;
  readonly fingerprint: unknown;
  readonly service: unknown;
  readonly language: PageLanguage;
  readonly layout: FormLayout;
  readonly returnTo: string | undefined;
  /** Of what is asked for by itself: the id of what is withdrawn. */
  readonly withdrawn: string | undefined;
}

const CHOICES = ['accept', 'refuse', 'choose', 'add'] as const;
const LAYOUTS: readonly FormLayout[] = ['region', 'dialog', 'page', 'frame'];

/** @param preferred Where the form says none. */
export function readSubmission(body: unknown, preferred: PageLanguage): Submission {
  const at = (name: string): unknown => Reflect.get(Object(body), name);
  const purposes = at('purpose');
  const language = at('lang');
  const withdrawn = at('withdraw');
  return {
    choice: CHOICES.find((known) => known === at('choice')),
    purposes: new Set(Array.isArray(purposes) ? purposes : [purposes]),
    fingerprint: at('fingerprint'),
    service: at('service'),
    language: isPageLanguage(language) ? language : preferred,
    layout: LAYOUTS.find((known) => known === at('layout')) ?? 'region',
    returnTo: ownPath(at('return')),
    withdrawn: typeof withdrawn === 'string' ? withdrawn : undefined,
  };
}
