import type { Purpose } from '../registry/purpose.ts';
import type { Registry } from '../registry/registry.ts';
import type { KeptChoice } from './choice-cookie.ts';

/** A purpose of which the visitor is asked again. */
export interface PurposeChange {
  readonly purpose: string;
  readonly kind: 'new' | 'changed';
}

/** For how many days a choice is remembered. */
export interface Remember {
  readonly accepted: number;
  readonly refused: number;
}

/** What holds for one request: the choice that was kept, the browser's signal, what has changed. */
export class Decision {
  /** When the visitor chose, to the day; `undefined` where nothing is kept or it is too old. */
  readonly day: number | undefined;
  readonly #registry: Registry;
  readonly #kept: KeptChoice | undefined;
  readonly #hasSignal: boolean;

  constructor(
    registry: Registry,
    kept: KeptChoice | undefined,
    { today, remember, hasSignal }: { today: number; remember: Remember; hasSignal: boolean },
  ) {
    this.#registry = registry;
    this.#kept = kept !== undefined && isCurrent(kept, today, remember) ? kept : undefined;
    this.day = this.#kept?.day;
    this.#hasSignal = hasSignal;
  }

  allows(purpose: Purpose): boolean {
    if (purpose.necessary === true) return true;
    const choice = this.#choiceOf(purpose);
    return choice?.isAccepted === true && !this.#isRefusedBySignal(purpose);
  }

  /** Purposes that are decided about as they are now, and what holds of each. */
  get decided(): ReadonlyMap<string, boolean> {
    const decided = this.#registry.asked.filter((one) => this.#choiceOf(one) !== undefined);
    return new Map(decided.map((purpose) => [purpose.id, this.allows(purpose)]));
  }

  /** Whether the visitor has something to decide. */
  get asks(): boolean {
    return this.#registry.asked.some((purpose) => this.#isOpen(purpose));
  }

  /** What is new or changed since the visitor chose; empty where they never did. */
  get changes(): readonly PurposeChange[] {
    const kept = this.#kept;
    if (kept === undefined) return [];
    return this.#registry.asked
      .filter((purpose) => this.#isOpen(purpose))
      .map(({ id }) => ({ purpose: id, kind: kept.purposes.has(id) ? 'changed' : 'new' }));
  }

  #isOpen(purpose: Purpose): boolean {
    return this.#choiceOf(purpose) === undefined && !this.#isRefusedBySignal(purpose);
  }

  /** A choice about what the purpose is now. */
  #choiceOf(purpose: Purpose): { readonly isAccepted: boolean } | undefined {
    const choice = this.#kept?.purposes.get(purpose.id);
    return choice?.mark === this.#registry.markOf(purpose) ? choice : undefined;
  }

  /** A choice that was made in sight of the signal is the later word, one from before is not. */
  #isRefusedBySignal(purpose: Purpose): boolean {
    if (!this.#hasSignal || purpose.signals === false) return false;
    const isLater = this.#kept?.withSignal === true && this.#choiceOf(purpose) !== undefined;
    return !isLater;
  }
}

/** Clocks differ: tomorrow may be today elsewhere. */
const AHEAD_DAYS = 1;

function isCurrent(kept: KeptChoice, today: number, remember: Remember): boolean {
  const isAccepted = [...kept.purposes.values()].some((choice) => choice.isAccepted);
  const age = today - kept.day;
  return age >= -AHEAD_DAYS && age <= (isAccepted ? remember.accepted : remember.refused);
}
