import { loadScript } from './load-script.ts';
import { drawWidget } from './providers.ts';
import type { Listener, Widget } from './providers.ts';
import { settingsOf } from './settings.ts';
import type { Said, Settings } from './settings.ts';

const WAY = 'emas-captcha';

/**
 * Sees to it that a form is sent with a token: the provider is loaded when somebody begins to use the form,
 * and where it cannot be had, the form says so and goes without.
 */
class CaptchaForm {
  readonly #form: HTMLFormElement;
  readonly #root: HTMLElement;
  readonly #settings: Settings;
  readonly #nonce: string;
  readonly #way: HTMLInputElement;
  #widget: Widget | undefined;
  #isLoading = false;
  #token = '';
  /** The button that waits for a token; `null` for a form that was sent by the keyboard. */
  #waiting: HTMLElement | null | undefined;

  constructor(form: HTMLFormElement, root: HTMLElement, nonce: string) {
    this.#form = form;
    this.#root = root;
    this.#settings = settingsOf(root);
    this.#nonce = nonce;
    this.#way = field(root, WAY);
    // The script runs: what the server wrote for those without is not true any more.
    this.#way.value = '';
    root.querySelector('[data-emas-captcha-without]')?.remove();
  }

  attach(): void {
    const form = this.#form;
    form.addEventListener('focusin', () => this.#load());
    form.addEventListener('submit', (event) => this.#onSubmit(event));
    // A page that comes back from the browser's memory has a token that was used.
    window.addEventListener('pageshow', ({ persisted }) => persisted && this.#again());
  }

  #onSubmit(event: SubmitEvent): void {
    if (this.#token !== '' || this.#way.value !== '') return;
    event.preventDefault();
    this.#waiting = event.submitter;
    if (this.#widget === undefined) this.#load();
    else this.#ask();
  }

  #load(): void {
    if (this.#isLoading || this.#widget !== undefined || this.#way.value !== '') return;
    this.#isLoading = true;
    this.#say('loading');
    loadScript(this.#settings.src, this.#nonce)
      .then(() => this.#draw())
      .catch(() => this.#goWithout());
  }

  #draw(): void {
    const box = this.#root.querySelector<HTMLElement>('[data-emas-captcha-box]');
    if (box === null) throw new TypeError('The box for the captcha is gone.');
    const listener: Listener = {
      solved: (token) => this.#solved(token),
      expired: () => this.#again(),
      failed: () => this.#goWithout(),
    };
    this.#widget = drawWidget(box, this.#settings, listener);
    this.#say('');
    if (this.#waiting !== undefined) this.#ask();
  }

  /** A widget that one has to do something with is left to them. */
  #ask(): void {
    const ask = this.#widget?.ask;
    this.#say(ask === undefined ? 'needed' : 'checking');
    if (ask === undefined) this.#waiting = undefined;
    else ask();
  }

  #solved(token: string): void {
    this.#token = token;
    this.#say('');
    const { field: name } = this.#settings;
    // Widgets bring the field themselves, those that only give a score do not.
    if (name !== '' && this.#form.elements.namedItem(name) === null) {
      field(this.#root, name).value = token;
    }
    this.#send();
  }

  #goWithout(): void {
    this.#isLoading = false;
    this.#way.value = 'unreachable';
    this.#say('unreachable');
    this.#send();
  }

  #again(): void {
    const { field: name } = this.#settings;
    this.#token = '';
    this.#waiting = undefined;
    this.#root.querySelector(`input[name="${CSS.escape(name)}"]`)?.remove();
    this.#widget?.reset();
    if (this.#widget !== undefined && this.#widget.ask === undefined) this.#say('expired');
  }

  /** Sends what waited, as it was sent. */
  #send(): void {
    const button = this.#waiting;
    if (button === undefined) return;
    this.#waiting = undefined;
    this.#form.requestSubmit(button);
  }

  #say(what: Said | ''): void {
    const status = this.#root.querySelector('[data-emas-captcha-status]');
    if (status !== null) status.textContent = this.#root.dataset[what] ?? '';
  }
}

/** The hidden field of a name, made where there is none. */
function field(root: HTMLElement, name: string): HTMLInputElement {
  const known = root.querySelector<HTMLInputElement>(`input[name="${CSS.escape(name)}"]`);
  if (known !== null) return known;
  const made = document.createElement('input');
  made.type = 'hidden';
  made.name = name;
  root.append(made);
  return made;
}

const nonce = document.currentScript?.nonce ?? '';
for (const root of document.querySelectorAll<HTMLElement>('[data-emas-captcha]:not([data-on])')) {
  const form = root.closest('form');
  // Its script stands beside each of the widgets of a page, and runs as often.
  root.dataset['on'] = '';
  if (form !== null) new CaptchaForm(form, root, nonce).attach();
}
