/**
 * A standing counts as begun and as over when it has lasted so long, milliseconds: one answer that came late is
 * no outage, and a part that comes and goes has one long outage, not a hundred.
 */
const LASTS_MS = 5000;

/** One standing of one part, from when it was first seen until it is over for good. */
export class Episode {
  /** ISO 8601. */
  readonly since: string;
  readonly #began: number;
  #isTold = false;
  #wellSince: number | undefined;

  /**
   * @param at Milliseconds of a clock that nobody sets, as in all methods here.
   * @param wall Milliseconds since 1970.
   */
  constructor(at: number, wall: number) {
    this.#began = at;
    this.since = new Date(wall).toISOString();
  }

  /** It was seen again. @returns Whether its begin is to be told now: once. */
  seen(at: number): boolean {
    this.#wellSince = undefined;
    if (this.#isTold || at - this.#began < LASTS_MS) return false;
    this.#isTold = true;
    return true;
  }

  /** It was not seen. @returns Whether it is over. */
  unseen(at: number): boolean {
    this.#wellSince ??= at;
    return !this.#isTold || at - this.#wellSince >= LASTS_MS;
  }

  /** Milliseconds that it lasted, once it is over; `undefined` where its begin was never told. */
  get downFor(): number | undefined {
    if (!this.#isTold || this.#wellSince === undefined) return undefined;
    return Math.round(this.#wellSince - this.#began);
  }
}
