/**
 * What the providers' scripts leave in the window, answered by the stand-in: each widget is a frame of its
 * own host, as theirs are, and tells its token by a message.
 */

type Callback = (token: string) => void;

interface WidgetParameters {
  readonly callback: Callback;
  readonly action?: string;
  readonly size?: string;
}
type Kind = 'recaptcha' | 'turnstile' | 'hcaptcha';

interface Drawn {
  readonly frame: HTMLIFrameElement;
  /** The frame is there and hears what it is told. */
  readonly loaded: Promise<void>;
  readonly field: HTMLTextAreaElement;
}

const FIELDS: Readonly<Record<Kind, string>> = {
  recaptcha: 'g-recaptcha-response',
  turnstile: 'cf-turnstile-response',
  hcaptcha: 'h-captcha-response',
};

const own = document.currentScript;
const source = new URL(own instanceof HTMLScriptElement ? own.src : location.href);
const drawn: Drawn[] = [];

function frame(parent: HTMLElement, size: 'box' | 'none', action: string): HTMLIFrameElement {
  const element = document.createElement('iframe');
  const url = new URL('/stand-in/frame', source.origin);
  url.searchParams.set('hl', source.searchParams.get('hl') ?? navigator.language);
  url.searchParams.set('action', action);
  url.searchParams.set('size', size);
  // The page's own policy may keep its address from us.
  url.searchParams.set('origin', location.origin);
  element.src = url.href;
  element.title = 'Captcha';
  element.width = size === 'box' ? '304' : '0';
  element.height = size === 'box' ? '78' : '0';
  element.style.border = '0';
  element.style.maxWidth = '100%';
  if (size === 'none') element.style.position = 'absolute';
  parent.append(element);
  return element;
}

function loadedOf(element: HTMLIFrameElement): Promise<void> {
  return new Promise((resolve) => {
    element.addEventListener('load', () => resolve(), { once: true });
  });
}

function askFrame({ contentWindow }: HTMLIFrameElement): void {
  contentWindow?.postMessage('solve', source.origin);
}

/** Only the frame's own window, from its own host, tells its token. */
function onToken(element: HTMLIFrameElement, use: (token: string) => void): void {
  window.addEventListener('message', ({ data, origin, source: sender }) => {
    const isItself = origin === source.origin && sender === element.contentWindow;
    if (isItself && typeof data === 'string') use(data);
  });
}

function api(kind: Kind): Record<string, unknown> {
  return {
    ready: (callback: () => void) => callback(),
    render(box: HTMLElement, parameters: WidgetParameters): number {
      const { action = 'login', size, callback } = parameters;
      const element = frame(box, size === 'invisible' ? 'none' : 'box', action);
      const field = document.createElement('textarea');
      field.name = FIELDS[kind];
      field.style.display = 'none';
      box.append(field);
      const loaded = loadedOf(element);
      onToken(element, (token) => {
        field.value = token;
        callback(token);
      });
      return drawn.push({ frame: element, loaded, field }) - 1;
    },
    reset(id = 0) {
      const widget = drawn[id];
      if (widget === undefined) return;
      widget.field.value = '';
      widget.frame.contentWindow?.postMessage('reset', source.origin);
    },
    execute: (what: number | string, options?: { readonly action?: string }) =>
      typeof what === 'string' ? score(options?.action ?? '') : ask(what),
    getResponse: (id = 0) => drawn[id]?.field.value ?? '',
  };
}

/** An invisible widget finds its token when it is asked, which may be before its frame has come. */
function ask(id: number): void {
  const widget = drawn[id];
  void widget?.loaded.then(() => askFrame(widget.frame));
}

/** reCAPTCHA v3 and Enterprise, which draw nothing. */
function score(action: string): Promise<string> {
  return new Promise((resolve) => {
    const element = frame(document.body, 'none', action);
    void loadedOf(element).then(() => askFrame(element));
    onToken(element, (token) => {
      element.remove();
      resolve(token);
    });
  });
}

const recaptcha = api('recaptcha');
Object.assign(window, {
  grecaptcha: { ...recaptcha, enterprise: recaptcha },
  turnstile: api('turnstile'),
  hcaptcha: api('hcaptcha'),
});
const ready: unknown = Reflect.get(window, source.searchParams.get('onload') ?? '');
if (typeof ready === 'function') ready();
