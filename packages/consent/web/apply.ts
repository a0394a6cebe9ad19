import { tellGoogle } from './google-tags.ts';
import { clearStorage } from './clear-storage.ts';
import type { ConsentState } from './state.ts';

interface ScriptPolicy {
  createScriptURL(url: string): string;
}

declare global {
  interface Window {
    /** Not known to every browser, nor to TypeScript yet. */
    readonly trustedTypes?: { createPolicy(name: string, rules: ScriptPolicy): ScriptPolicy };
  }
}

const nonce = document.currentScript?.nonce ?? '';
/** What the server wrote into this page, and nothing else. */
const known = new Set(
  [...document.querySelectorAll<HTMLElement>('[data-emas-consent-script]')].map(
    ({ dataset }) => dataset['src'],
  ),
);
const policy = window.trustedTypes?.createPolicy('emas-consent', {
  createScriptURL(url) {
    if (!known.has(url)) throw new TypeError('Not of this page.');
    return url;
  },
});

/** Brings the page to what holds now. What runs already cannot be stopped: then the page is loaded anew. */
export function apply(state: ConsentState): void {
  const isAllowed = (id: string | undefined): boolean =>
    id !== undefined && state.services.includes(id);
  clearStorage(state.unwanted);
  for (const { dataset } of all('[data-emas-consent-on]')) {
    if (!isAllowed(dataset['emasConsentOn'])) {
      location.reload();
      return;
    }
  }
  for (const mark of all('[data-emas-consent-script]')) {
    const id = mark.dataset['emasConsentScript'];
    if (isAllowed(id)) mark.replaceWith(scriptOf(id, mark.dataset['src']));
  }
  for (const place of all('form[data-emas-consent]')) {
    const { service } = place.dataset;
    if (isAllowed(service)) showFrame(place, service);
  }
  for (const box of document.querySelectorAll<HTMLInputElement>(
    '[data-emas-consent] input[type=checkbox]',
  )) {
    box.checked = state.purposes.includes(box.value);
  }
  if (state.mode !== undefined) tellGoogle('update', state.mode);
}

function scriptOf(id: string | undefined, src: string | undefined): HTMLScriptElement {
  const script = document.createElement('script');
  script.async = true;
  script.nonce = nonce;
  script.dataset['emasConsentOn'] = id;
  script.src = policy?.createScriptURL(src ?? '') ?? src ?? '';
  return script;
}

function showFrame(place: HTMLElement, id: string | undefined): void {
  const frame = document.createElement('iframe');
  const hadFocus = place.contains(document.activeElement);
  frame.className = 'emas-consent-frame';
  frame.dataset['emasConsentOn'] = id;
  frame.title = place.dataset['title'] ?? '';
  frame.referrerPolicy = 'strict-origin-when-cross-origin';
  frame.src = place.dataset['src'] ?? '';
  place.replaceWith(frame);
  // The visitor who asked for it is there, and not at the top of the page.
  if (hadFocus) frame.focus();
}

function all(selector: string): NodeListOf<HTMLElement> {
  return document.querySelectorAll<HTMLElement>(selector);
}
