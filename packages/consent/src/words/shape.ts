import type { Remember } from '../choice/decision.ts';
import type { ExplicitProblem } from '../explicit/explicit-consent.ts';

/** All that a visitor reads of this package, in one language. */
export interface Words {
  readonly form: FormWords;
  readonly explicit: ExplicitWords;
  readonly notice: NoticeWords;
}

interface FormWords {
  /** Of the permanent page. */
  readonly pageTitle: string;
  readonly title: string;
  /** How a list is written. */
  readonly list: Intl.ListFormat;
  /** @param purposes Names, as a list in words. */
  readonly lead: (purposes: string) => string;
  readonly accept: string;
  readonly refuse: string;
  readonly choose: string;
  readonly save: string;
  readonly necessary: string;
  readonly healthData: string;
  readonly provider: (name: string, country: string) => string;
  readonly privacy: (provider: string) => string;
  readonly kept: string;
  readonly cookies: string;
  readonly storage: string;
  /** In place of a frame that is not allowed. */
  readonly held: (title: string, provider: string, country: string) => string;
  readonly show: string;
  readonly changes: string;
  readonly isNew: string;
  readonly isChanged: string;
  readonly signal: string;
  readonly moved: string;
  readonly saved: string;
  /** @param receipt Its number. */
  readonly savedAs: (receipt: string) => string;
  readonly close: string;
  readonly back: string;
  /** What the language calls itself. */
  readonly name: string;
}

interface ExplicitWords {
  readonly who: string;
  readonly self: string;
  readonly guardian: string;
  /** Heading of what may be withdrawn, on the permanent page. */
  readonly given: string;
  readonly mayWithdraw: string;
  readonly withdraw: string;
  /** @param receipt Its number. */
  readonly withdrawn: (receipt: string) => string;
  readonly notWithdrawn: string;
  /** Where the form is shown again. */
  readonly tickAgain: string;
  readonly problems: Readonly<Record<ExplicitProblem, string>>;
}

interface NoticeWords {
  readonly cookieCaption: string;
  readonly thirdPartyCaption: string;
  readonly heads: Readonly<
    Record<'name' | 'kind' | 'purpose' | 'what' | 'kept' | 'provider' | 'country', string>
  >;
  readonly cookie: string;
  readonly storage: string;
  readonly healthData: string;
  /** Of the cookie that keeps the choice. */
  readonly ownPurpose: string;
  readonly own: string;
  /** @param days After which it is asked again. */
  readonly ownRetention: (days: Remember) => string;
}
