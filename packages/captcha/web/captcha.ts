import { loadScript } from './load-script.ts';
import { drawWidget } from './providers.ts';
import type { Listener, Widget } from './providers.ts';
import { settingsOf } from './settings.ts';
import type { Said, Settings } from './settings.ts';

const WAY = 'emas-captcha';

/** For an app that sends its form by a script of its own: `root.emasCaptcha`, on the element of the widget. */
interface CaptchaControl {
  /** A token that was not given before; '' where the provider cannot be had, which the form's fields tell. */
  token(): Promise<string>;
  /** Has the next one made anew. */
  reset(): void;
}

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
  /** The app has sent the form itself: what it has sent is good for one time. */
  #isUsed = false;
  readonly #wanted: ((token: string) => void)[] = [];
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
    // The press of a button gives it the focus, and is none if the button moves before it is let go.
    form.addEventListener('focusin', ({ target }) => {
      const isButton =
        target instanceof Element && target.matches('button, [type=submit], [type=image]');
      if (!isButton) this.#load();
    });
    // Before any listener of the app, which would send the form without a token.
    document.addEventListener(
      'submit',
      (event) => {
        if (event.target === form) this.#onSubmit(event);
      },
      true,
    );
    const control: CaptchaControl = {
      token: () => this.#give(),
      reset: () => this.#again(),
    };
    Object.assign(this.#root, { emasCaptcha: control });
    // A page that comes back from the browser's memory has a token that was used.
    window.addEventListener('pageshow', ({ persisted }) => persisted && this.#again());
  }

  #onSubmit(event: SubmitEvent): void {
    if (this.#isUsed) this.#again();
    if (this.#token !== '' || this.#way.value !== '') {
      // When all listeners were asked: what nobody sends by a script goes with the page.
      setTimeout(() => (this.#isUsed = event.defaultPrevented));
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    this.#waiting = event.submitter;
    this.#want();
  }

  #want(): void {
    if (this.#widget === undefined) this.#load();
    else this.#ask();
  }

  #give(): Promise<string> {
    if (this.#isUsed) this.#again();
    if (this.#token !== '' || this.#way.value !== '') {
      this.#isUsed = this.#token !== '';
      return Promise.resolve(this.#token);
    }
    return new Promise((resolve) => {
      this.#wanted.push(resolve);
      this.#want();
    });
  }

  #tell(token: string): void {
    const resolve = this.#wanted.shift();
    if (resolve === undefined) return;
    this.#isUsed = token !== '';
    resolve(token);
    // Each has a token of its own; without the provider there is none for anybody.
    if (this.#isUsed && this.#wanted.length > 0) this.#again();
    else this.#tell(token);
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
    if (this.#waiting !== undefined || this.#wanted.length > 0) this.#ask();
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
    this.#isUsed = false;
    this.#say('');
    const { field: name } = this.#settings;
    // Widgets bring the field themselves, those that only give a score do not.
    if (name !== '' && this.#form.elements.namedItem(name) === null) {
      field(this.#root, name).value = token;
    }
    this.#tell(token);
    this.#send();
  }

  #goWithout(): void {
    this.#isLoading = false;
    this.#way.value = 'unreachable';
    this.#say('unreachable');
    this.#tell('');
    this.#send();
  }

  #again(): void {
    const { field: name } = this.#settings;
    this.#token = '';
    this.#isUsed = false;
    this.#waiting = undefined;
    this.#root.querySelector(`input[name="${CSS.escape(name)}"]`)?.remove();
    this.#widget?.reset();
    if (this.#widget !== undefined && this.#widget.ask === undefined) this.#say('expired');
    if (this.#wanted.length > 0) this.#want();
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
