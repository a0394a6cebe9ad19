import { createHash } from 'node:crypto';
import type { EventBus } from '@emas/events';
import type { PageLanguage } from '@emas/page';
import { newReceiptNumber } from './receipt-number.ts';
import { textOfMarkup } from './text-of-markup.ts';

/** Counts up whenever the form is laid out otherwise: part of what a receipt says was seen. */
const LAYOUT_VERSION = 1;

/** What somebody saw as they decided. */
export interface Shown {
  readonly language: PageLanguage;
  /** `region`, `dialog`, `page`, `frame`, `form`. */
  readonly layout: string;
  /** Hash of what is decided about. */
  readonly policy: string;
  /** Its markup, without what differs from one visitor to the next. */
  readonly markup: string;
}

/** A decision on the form. */
export interface DecisionRecord {
  readonly choice: 'accept' | 'refuse' | 'choose' | 'add';
  readonly allowed: readonly string[];
  readonly refused: readonly string[];
  readonly signal: string | undefined;
  readonly account: string | undefined;
  readonly policy: string;
  /** `undefined` where the app decided without the form. */
  readonly shown: Shown | undefined;
}

/** A decision about one thing, in a form of the app. */
export interface ExplicitRecord {
  readonly choice: 'given' | 'withdrawn';
  readonly subject: string;
  readonly by: 'self' | 'guardian';
  readonly account: string | undefined;
  readonly shown: Shown;
}

const DAY_MS = 86_400_000;

/**
 * Tells the log what was decided, each time under a number of its own. The texts that receipts refer to are
 * told once a day, so that each day's log can be understood by itself when older ones are gone.
 */
export class Proof {
  readonly #events: EventBus;
  readonly #now: () => number;
  readonly #told = new Set<string>();
  #day = 0;

  constructor(events: EventBus, now: () => number) {
    this.#events = events;
    this.#now = now;
  }

  /** @returns The receipt's number. */
  decided({ shown, signal, account, ...record }: DecisionRecord): string {
    const receipt = newReceiptNumber();
    this.#events.emit('consent_recorded', {
      receipt,
      ...record,
      text: shown === undefined ? '' : this.#textOf(shown),
      language: shown?.language ?? '',
      layout: shown === undefined ? 'app' : layoutOf(shown),
      ...(signal === undefined ? {} : { signal }),
      ...(account === undefined ? {} : { account }),
    });
    return receipt;
  }

  /** @returns The receipt's number. */
  explicit({ shown, account, ...record }: ExplicitRecord): string {
    const receipt = newReceiptNumber();
    this.#events.emit('consent_explicit_recorded', {
      receipt,
      ...record,
      policy: shown.policy,
      text: this.#textOf(shown),
      language: shown.language,
      layout: layoutOf(shown),
      ...(account === undefined ? {} : { account }),
    });
    return receipt;
  }

  /** @returns The hash under which the text is in the log. */
  #textOf(shown: Shown): string {
    const content = textOfMarkup(shown.markup);
    const text = createHash('sha256').update(content).digest('base64url');
    const day = Math.floor(this.#now() / DAY_MS);
    if (day !== this.#day) this.#told.clear();
    this.#day = day;
    const key = `${text} ${shown.policy} ${layoutOf(shown)}`;
    if (!this.#told.has(key)) {
      this.#told.add(key);
      const { policy, language } = shown;
      const layout = layoutOf(shown);
      this.#events.emit('consent_text_recorded', { text, policy, language, layout, content });
    }
    return text;
  }
}

function layoutOf({ layout }: Shown): string {
  return `${layout}-${LAYOUT_VERSION}`;
}
