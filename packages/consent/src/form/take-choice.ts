import { promisify } from 'node:util';
import express from 'express';
import type { Request, Response } from 'express';
import type { ResolvedOptions } from '../options.ts';
import type { Registry } from '../registry/registry.ts';
import { consentModeState } from '../signals/consent-mode.ts';
import type { ConsentModeState } from '../signals/consent-mode.ts';
import type { VisitorConsent } from '../visitor-consent.ts';
import type { ConsentForm } from './consent-form.ts';
import { WORDS } from '../words/words.ts';
import type { Submission } from './submission.ts';

const MOST_BYTES = '8kb';

/** What holds now, for the script of a page. */
export interface ConsentState {
  readonly asks: boolean;
  /** Ids of what is allowed. */
  readonly services: readonly string[];
  readonly purposes: readonly string[];
  /** Names in the browser's storage that nothing allowed has; `chatter_*` for all that begin so. */
  readonly unwanted: readonly string[];
  readonly mode?: ConsentModeState;
}

/** What became of a choice. */
export type ChoiceOutcome =
  | (ConsentState & {
      readonly saved: true;
      readonly receipt: string;
      readonly message: string;
      /** On the button that puts the message away. */
      readonly close: string;
    })
  | {
      readonly saved: false;
      /** Where it is asked anew. */
      readonly url: string;
    };

const readBody = promisify(express.urlencoded({ extended: false, limit: MOST_BYTES }));

/** Takes what was chosen, and says what holds. */
export class ChoiceTaker {
  readonly #options: ResolvedOptions;
  readonly #registry: Registry;
  readonly #form: ConsentForm;

  constructor(options: ResolvedOptions, registry: Registry, form: ConsentForm) {
    this.#options = options;
    this.#registry = registry;
    this.#form = form;
  }

  /** Reads the body, unless the app has. @throws What `express.urlencoded()` finds wrong with it. */
  async read(req: Request, res: Response): Promise<void> {
    if (req.body === undefined || Object.keys(Object(req.body)).length === 0) {
      await readBody(req, res);
    }
  }

  take(submission: Submission, mine: VisitorConsent): ChoiceOutcome {
    const { language, returnTo } = submission;
    const receipt = this.#decide(submission, mine);
    if (receipt === undefined) {
      const query = new URLSearchParams({
        lang: language,
        moved: '1',
        ...(returnTo === undefined ? {} : { return: returnTo }),
      });
      const url = `${this.#options.path}?${query.toString()}`;
      return { saved: false, url };
    }
    const { savedAs, close } = WORDS[language].form;
    const state = this.stateOf(mine);
    return { ...state, saved: true, receipt, message: savedAs(receipt), close };
  }

  stateOf(mine: VisitorConsent): ConsentState {
    const { consentMode } = this.#options;
    return {
      asks: mine.asks,
      services: this.#registry.services.filter((id) => mine.allows(id)),
      purposes: this.#registry.asked.map(({ id }) => id).filter((id) => mine.allows(id)),
      unwanted: this.#registry.storedBut((purpose) => mine.allowsPurpose(purpose)),
      ...(consentMode === undefined ? {} : { mode: consentModeState(consentMode, mine) }),
    };
  }

  /** @returns The receipt's number; `undefined` where nothing was decided. */
  #decide(submission: Submission, mine: VisitorConsent): string | undefined {
    const { choice, purposes, fingerprint, layout, language, service } = submission;
    const isSame = fingerprint === this.#registry.fingerprint;
    const shown = isSame ? this.#form.shown(layout, language, service) : undefined;
    // A refusal needs no text to have been read; consent is to what was shown and to nothing else.
    if (choice === 'refuse') return mine.refuse(shown);
    if (!isSame || shown === undefined) return undefined;
    if (choice === 'accept') return mine.accept(shown);
    if (choice === 'choose') {
      const ticked = this.#registry.asked.map(({ id }) => [id, purposes.has(id)] as const);
      return mine.choose(Object.fromEntries(ticked), shown);
    }
    const added = this.#registry.asked.find(({ id }) => purposes.has(id));
    return choice === 'add' && added !== undefined ? mine.allow(added.id, shown) : undefined;
  }
}
