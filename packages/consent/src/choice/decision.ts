import type { Purpose } from '../registry/purpose.ts';
import type { Registry } from '../registry/registry.ts';
import type { KeptChoices, PurposeChoice } from './choice-cookie.ts';

/** A purpose of which the visitor is asked again. */
export interface PurposeChange {
  readonly purpose: string;
  readonly kind: 'new' | 'changed';
}

/** For how many days a choice is remembered. */
export interface Remember {
  /** Where something was accepted, with what was refused beside it. */
  readonly accepted: number;
  /** Where all was refused. */
  readonly refused: number;
}

/** What a decision is judged by. */
export interface DecisionTerms {
  /** Days since 1970. */
  readonly today: number;
  readonly remember: Remember;
  readonly hasSignal: boolean;
}

/** What holds for one request: the choices that were kept, the browser's signal, what has changed. */
export class Decision {
  /** Choices that are not too old, of purposes that are still asked about. */
  readonly kept: KeptChoices;
  /** For how many more days one of them counts; 0 where none does. */
  readonly daysLeft: number;
  readonly #registry: Registry;
  /** With those that are too old. */
  readonly #all: KeptChoices;
  readonly #hasSignal: boolean;

  constructor(registry: Registry, all: KeptChoices, terms: DecisionTerms) {
    const left = new Map([...all].map(([id, choice]) => [id, daysLeftOf(choice, terms)]));
    const asked = new Set(registry.asked.map(({ id }) => id));
    this.kept = new Map([...all].filter(([id]) => asked.has(id) && (left.get(id) ?? -1) >= 0));
    this.daysLeft = Math.max(0, ...[...this.kept.keys()].map((id) => left.get(id) ?? 0));
    this.#registry = registry;
    this.#all = all;
    this.#hasSignal = terms.hasSignal;
  }

  /** When the visitor chose last; `undefined` where nothing is kept or it is too old. */
  get day(): number | undefined {
    if (this.kept.size === 0) return undefined;
    return Math.max(...[...this.kept.values()].map(({ day }) => day));
  }

  allows(purpose: Purpose): boolean {
    if (purpose.necessary === true) return true;
    const choice = this.#choiceOf(purpose);
    return choice?.isAccepted === true && !this.#isRefusedBySignal(purpose);
  }

  /** Whether the visitor has something to decide. */
  get asks(): boolean {
    return this.#registry.asked.some((purpose) => this.#isOpen(purpose));
  }

  /** What is new or changed since the visitor chose; empty where they never did. */
  get changes(): readonly PurposeChange[] {
    if (this.kept.size === 0) return [];
    return this.#registry.asked
      .filter((purpose) => this.#isOpen(purpose) && !this.#isOnlyTooOld(purpose))
      .map(({ id }) => ({ purpose: id, kind: this.#all.has(id) ? 'changed' : 'new' }));
  }

  /** It is asked again as it was. */
  #isOnlyTooOld(purpose: Purpose): boolean {
    return this.#all.get(purpose.id)?.mark === this.#registry.markOf(purpose);
  }

  #isOpen(purpose: Purpose): boolean {
    return this.#choiceOf(purpose) === undefined && !this.#isRefusedBySignal(purpose);
  }

  /** A choice about what the purpose is now. */
  #choiceOf(purpose: Purpose): PurposeChoice | undefined {
    const choice = this.kept.get(purpose.id);
    return choice?.mark === this.#registry.markOf(purpose) ? choice : undefined;
  }

  /** A choice that was made in sight of the signal is the later word, one from before is not. */
  #isRefusedBySignal(purpose: Purpose): boolean {
    if (!this.#hasSignal || purpose.signals === false) return false;
    return this.#choiceOf(purpose)?.withSignal !== true;
  }
}

/** Clocks differ: tomorrow may be today elsewhere. */
const AHEAD_DAYS = 1;

/** @returns Less than 0 for one that counts no more. */
function daysLeftOf({ day, isLasting }: PurposeChoice, terms: DecisionTerms): number {
  const { today, remember } = terms;
  const age = today - day;
  if (age < -AHEAD_DAYS) return -1;
  return (isLasting ? remember.accepted : remember.refused) - age;
}
