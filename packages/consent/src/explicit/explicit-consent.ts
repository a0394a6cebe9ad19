import type { PageLanguage } from '@emas/page';
import type { Texts } from '../registry/purpose.ts';

/** One thing that needs a yes of its own, such as the use of health data in a claim (PDPA 2010, s 40). */
export interface ExplicitConsent {
  readonly id: string;
  readonly name: Texts;
  /** What for, who gets to know, how long it is kept, how it is withdrawn. */
  readonly notice: Texts;
  /** The sentence that is agreed to, beside the box. */
  readonly text: Texts;
  /**
   * Whether the form asks who agrees: the person or, for somebody under 18, a parent or guardian.
   * @default true
   */
  readonly guardian?: boolean;
}

/** Why consent was not given. */
export type ExplicitProblem =
  /** The box was left as it was. */
  | 'not-ticked'
  /** It was not said who agrees. */
  | 'who-missing'
  /** The person is under 18 and agreed alone. */
  | 'guardian-needed'
  /** What was asked has changed since the form was shown, or the form did not ask it. */
  | 'moved';

/** How the part of a form is drawn. */
export interface ExplicitForm {
  /** @default what the browser prefers */
  readonly language?: PageLanguage;
  /** What `takeExplicit()` found wrong. */
  readonly problem?: ExplicitProblem | undefined;
  /**
   * The form's fields as they were sent, `req.body`, where it is shown again for any fault: who agrees stays,
   * and it is said that the box has to be ticked again.
   */
  readonly sent?: unknown;
}

/** What came from the form. */
export interface ExplicitSubmission {
  /** The form's fields, as `express.urlencoded()` leaves them in `req.body`. */
  readonly body: unknown;
  /** Day of birth of whom it is about, `2011-04-30`, where the app knows it. */
  readonly birthDate?: string;
}

/** Whether it was given. */
export type ExplicitOutcome =
  | {
      readonly given: true;
      readonly by: 'self' | 'guardian';
      /** Number of the receipt: kept with what the consent is for, and told to the person. */
      readonly receipt: string;
    }
  | { readonly given: false; readonly problem: ExplicitProblem };

/** Names of the fields of one of them. */
export function fieldNames(id: string): Record<'box' | 'by' | 'policy' | 'language', string> {
  const box = `explicit.${id}`;
  return { box, by: `${box}.by`, policy: `${box}.policy`, language: `${box}.language` };
}
