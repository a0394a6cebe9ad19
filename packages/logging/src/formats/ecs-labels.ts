import { plainText } from './record-data.ts';
import { cutText } from './visible-text.ts';

/** Each name becomes a field of the index, and an index takes a thousand: the rest is kept as one text. */
const MOST_LABELS = 64;
const LONGEST_NAME = 100;
const OVERFLOW = 'more';

/** ECS `labels`: one level of texts, whose names have no dots. */
export class EcsLabels {
  readonly #labels = new Map<string, string>();
  readonly #more = new Map<string, unknown>();

  /** A value that is not a text is kept as JSON. */
  put(name: string, value: unknown): void {
    if (this.#labels.size >= MOST_LABELS) this.#more.set(name, value);
    else this.#labels.set(this.#freeName(name), plainText(value));
  }

  all(): Map<string, string> {
    if (this.#more.size === 0) return this.#labels;
    const more = JSON.stringify(Object.fromEntries(this.#more));
    return new Map([...this.#labels, [OVERFLOW, more]]);
  }

  /** `a.b` and `a_b` are two; so is a label of the name that the rest is kept under. */
  #freeName(name: string): string {
    const clean =
      cutText(name.toWellFormed(), LONGEST_NAME).replace(/[^\p{L}\p{N}_-]/gu, '_') || '_';
    let free = clean;
    for (let count = 2; this.#labels.has(free) || free === OVERFLOW; count += 1) {
      free = `${clean}_${count}`;
    }
    return free;
  }
}
