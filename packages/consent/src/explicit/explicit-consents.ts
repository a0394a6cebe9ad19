import { EmasError } from '@emas/errors';
import { isPageLanguage } from '@emas/page';
import type { PageLanguage } from '@emas/page';
import type { Proof, Shown } from '../proof/proof.ts';
import { canonicalHash } from '../registry/canonical-hash.ts';
import { isMinor } from './age.ts';
import { fieldNames } from './explicit-consent.ts';
import type {
  ExplicitConsent,
  ExplicitForm,
  ExplicitOutcome,
  ExplicitProblem,
  ExplicitSubmission,
} from './explicit-consent.ts';
import { explicitMarkup } from './markup.ts';

interface KnownConsent {
  readonly consent: ExplicitConsent;
  /** Hash of what is asked. */
  readonly policy: string;
}

type ReadConsent =
  | { readonly given: true; readonly by: 'self' | 'guardian'; readonly shown: Shown }
  | { readonly given: false; readonly problem: ExplicitProblem };

/** Everything that is asked for by itself, in forms of the app. */
export class ExplicitConsents {
  readonly #known: ReadonlyMap<string, KnownConsent>;
  readonly #proof: Proof;
  readonly #now: () => number;

  constructor(consents: readonly ExplicitConsent[], proof: Proof, now: () => number) {
    this.#known = new Map(
      consents.map((consent) => [consent.id, { consent, policy: canonicalHash(consent) }]),
    );
    this.#proof = proof;
    this.#now = now;
  }

  draw(id: string, form: ExplicitForm & { readonly language: PageLanguage }): string {
    const { consent, policy } = this.#require(id);
    return explicitMarkup(consent, { ...form, policy });
  }

  /** A hash of each, by `explicit.` and its id: purposes have ids of their own. */
  get marks(): Readonly<Record<string, string>> {
    return Object.fromEntries(
      [...this.#known].map(([id, { policy }]) => [fieldNames(id).box, policy]),
    );
  }

  /** What keeps it from being given; nothing is recorded. */
  check(id: string, submission: ExplicitSubmission): ExplicitProblem | undefined {
    const read = this.#read(id, submission);
    return read.given ? undefined : read.problem;
  }

  take(id: string, submission: ExplicitSubmission, account: string | undefined): ExplicitOutcome {
    const read = this.#read(id, submission);
    if (!read.given) return read;
    const { by, shown } = read;
    const receipt = this.#proof.explicit({ choice: 'given', subject: id, by, account, shown });
    return { given: true, by, receipt };
  }

  withdraw(id: string, language: PageLanguage, account: string | undefined): string {
    const shown = shownOf(this.#require(id), language);
    return this.#proof.explicit({ choice: 'withdrawn', subject: id, by: 'self', account, shown });
  }

  #read(id: string, { body, birthDate }: ExplicitSubmission): ReadConsent {
    const known = this.#require(id);
    const fields = fieldNames(id);
    const at = (name: string): unknown => Reflect.get(Object(body), name);
    const by = known.consent.guardian === false ? 'self' : at(fields.by);
    const asked = at(fields.language);
    const language = isPageLanguage(asked) ? asked : 'en';
    const isYoung = birthDate !== undefined && isMinor(birthDate, this.#now());
    if (at(fields.policy) !== known.policy) return { given: false, problem: 'moved' };
    if (at(fields.box) !== 'yes') return { given: false, problem: 'not-ticked' };
    if (by !== 'self' && by !== 'guardian') return { given: false, problem: 'who-missing' };
    if (isYoung && by === 'self') return { given: false, problem: 'guardian-needed' };
    return { given: true, by, shown: shownOf(known, language) };
  }

  #require(id: string): KnownConsent {
    const known = this.#known.get(id);
    if (known !== undefined) return known;
    const all = [...this.#known.keys()].join(', ');
    throw new EmasError(
      'ERR_EMAS_CONSENT_EXPLICIT',
      `"${id.slice(0, 40)}" is not an explicit consent; known: ${all === '' ? 'nothing' : all}.`,
      { help: 'Name it in consent({ explicit: [{ id, … }] }).' },
    );
  }
}

function shownOf({ consent, policy }: KnownConsent, language: PageLanguage): Shown {
  const markup = explicitMarkup(consent, { language, policy });
  return { language, layout: 'form', policy, markup };
}
