import type { Outcome } from './state.ts';

/** A choice that was pressed. */
export interface Press {
  readonly form: HTMLFormElement;
  readonly choice: string;
  /** The form's fields as they were then. */
  readonly body: URLSearchParams;
}

/** What becomes of a press. */
interface Ends {
  show(press: Press, outcome: Outcome): void;
  /** There was no answer. */
  sendAsPage(press: Press): void;
}

/**
 * Sends choices one at a time: on a slow network the answer to an earlier press could come last, and would be
 * what holds. Of those that wait only the last one counts, and what is pressed twice is sent once.
 */
export class Presses {
  readonly #send: (body: URLSearchParams) => Promise<Outcome>;
  readonly #ends: Ends;
  #current: Press | undefined;
  #next: Press | undefined;

  constructor(send: (body: URLSearchParams) => Promise<Outcome>, ends: Ends) {
    this.#send = send;
    this.#ends = ends;
  }

  take(form: HTMLFormElement, choice: string): void {
    // Each of its fields is a text.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    const fields = new FormData(form) as unknown as Record<string, string>;
    const body = new URLSearchParams(fields);
    body.append('choice', choice);
    const press = { form, choice, body };
    if (this.#current === undefined) void this.#run(press);
    else this.#next = body.toString() === this.#current.body.toString() ? undefined : press;
  }

  /** The page is left: what waits is sent by a way that outlives it. */
  leave(send: (body: URLSearchParams) => void): void {
    const last = this.#next;
    this.#next = undefined;
    if (last !== undefined) send(last.body);
  }

  async #run(first: Press): Promise<void> {
    for (let press: Press | undefined = first; press !== undefined; press = this.#next) {
      this.#current = press;
      this.#next = undefined;
      const outcome = await this.#send(press.body).catch(() => undefined);
      if (this.#next !== undefined) continue;
      this.#current = undefined;
      if (outcome === undefined) this.#ends.sendAsPage(press);
      else this.#ends.show(press, outcome);
    }
    this.#current = undefined;
  }
}
