import { apply } from './apply.ts';
import { putAway, showOver } from './modal.ts';
import { Presses } from './presses.ts';
import type { Press } from './presses.ts';
import { ask } from './state.ts';
import type { ConsentState, Outcome } from './state.ts';

/* Makes the form smooth: without it, each choice is a page of its own, and nothing is missing. */

const path = document.currentScript?.dataset['path'] ?? '';
const CHANNEL = 'emas-consent';

let channel: BroadcastChannel | undefined;

/** Other tabs, and a page that comes back from the browser's memory, ask the server what holds. */
async function refresh(): Promise<void> {
  const state = await ask<ConsentState>(path);
  apply(state);
  if (!state.asks) for (const form of banners()) putAway(form);
}

function refreshIfReachable(): void {
  // Where the server cannot be reached the next page knows: it decides there as well.
  refresh().catch(() => undefined);
}

function listen(): void {
  if (!('BroadcastChannel' in window)) return;
  channel = new BroadcastChannel(CHANNEL);
  channel.onmessage = refreshIfReachable;
}

function banners(): NodeListOf<HTMLElement> {
  return document.querySelectorAll<HTMLElement>(
    '[data-emas-consent=region],[data-emas-consent=dialog]',
  );
}

/** In the place of the form: what became of it, where the eyes and the focus are. */
function tell(form: HTMLElement, { message, close }: Outcome): void {
  const status = form.querySelector<HTMLElement>('.emas-consent-status');
  if (status === null) return;
  if (form.dataset['emasConsent'] !== 'page') {
    // It names the region, or the dialog, from now on.
    status.id = form.querySelector('h2')?.id ?? '';
    const button = document.createElement('button');
    button.className = 'emas-consent-button';
    button.textContent = close;
    button.onclick = () => putAway(form);
    form.replaceChildren(status, button);
  }
  status.textContent = message;
  status.setAttribute('role', 'status');
  status.tabIndex = -1;
  status.focus();
}

/** What holds now is shown where nothing else was pressed meanwhile. */
function show({ form }: Press, outcome: Outcome): void {
  if (!outcome.saved) {
    location.assign(outcome.url);
    return;
  }
  channel?.postMessage('');
  const section = form.closest<HTMLElement>('section[data-emas-consent]');
  if (section !== null) tell(section, outcome);
  for (const other of banners()) if (other !== section && !outcome.asks) putAway(other);
  apply(outcome);
}

/** As if there were no script: the choice is made, or the browser says why not. */
function sendAsPage({ form, choice }: Press): void {
  const field = document.createElement('input');
  field.type = 'hidden';
  field.name = 'choice';
  field.value = choice;
  form.append(field);
  // Another tab's choice may have put it away; only a form of the page can be sent.
  if (!form.isConnected) {
    form.hidden = true;
    document.body.append(form);
  }
  form.submit();
}

const presses = new Presses((body) => ask<Outcome>(path, body), { show, sendAsPage });

/** Safari told of it only from 15.4 on. */
let pressed: HTMLElement | null = null;
document.addEventListener('click', ({ target }) => {
  pressed = target instanceof HTMLElement ? target.closest('button') : null;
});

document.addEventListener('submit', (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || form.closest('[data-emas-consent]') === null) return;
  const submitter = event.submitter ?? pressed;
  event.preventDefault();
  presses.take(form, submitter instanceof HTMLButtonElement ? submitter.value : '');
});

// A page with an open channel is not kept in the browser's memory everywhere.
window.addEventListener('pagehide', () => {
  channel?.close();
  presses.leave((body) => navigator.sendBeacon(path, body));
});
window.addEventListener('pageshow', ({ persisted }) => {
  if (!persisted) return;
  listen();
  refreshIfReachable();
});
listen();
for (const form of document.querySelectorAll<HTMLElement>('[data-emas-consent=dialog]')) {
  showOver(form);
}
