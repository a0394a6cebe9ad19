import { PAGE_LANGUAGES } from '@emas/page';
import type { PageLanguage } from '@emas/page';
import escapeHtml from 'escape-html';
import { countryName } from '@emas/page';
import type { Consent } from '../request.ts';
import type { Purpose, Service, StoredItem } from '../registry/purpose.ts';
import type { Registry } from '../registry/registry.ts';
import { WORDS } from '../words/words.ts';

/** How it stands in a page: in it, over it, alone on the permanent page, in the place of a frame. */
export type FormLayout = 'region' | 'dialog' | 'page' | 'frame';

/** What has just happened. */
export type Notice =
  | { readonly kind: 'moved' }
  | { readonly kind: 'not-withdrawn' }
  | { readonly kind: 'saved'; readonly receipt?: string }
  | { readonly kind: 'withdrawn'; readonly receipt: string };

/** How the form is drawn. */
export interface FormDrawing {
  readonly language: PageLanguage;
  /** Where it is sent. */
  readonly path: string;
  /** Path of the page that the visitor goes back to. */
  readonly returnTo: string;
  readonly layout: Exclude<FormLayout, 'frame'>;
  readonly notice?: Notice | undefined;
}

/** What of a visitor is seen in the form. */
export type FormState = Pick<Consent, 'allows' | 'changes' | 'hasSignal'>;

const TITLE_ID = 'emas-consent-title';

/**
 * The form, complete without a script. Accept and refuse are two buttons of one kind beside each other;
 * nothing is ticked that the visitor did not allow.
 */
export function formMarkup(registry: Registry, mine: FormState, drawing: FormDrawing): string {
  const { language, path, returnTo, layout, notice } = drawing;
  const texts = WORDS[language].form;
  const button = (choice: string, text: string): string =>
    `<button class="emas-consent-button" name="choice" value="${choice}">${text}</button>`;
  return [
    `<section class="emas-consent" data-emas-consent="${layout}" data-nosnippet aria-labelledby="${TITLE_ID}" lang="${language}">`,
    `<form method="post" action="${escapeHtml(path)}">`,
    // What Enter in a box does is the form's first button: it shall not be the one that accepts all.
    '<button name="choice" value="choose" tabindex="-1" hidden></button>',
    hidden('fingerprint', registry.fingerprint),
    hidden('return', returnTo),
    hidden('lang', language),
    hidden('layout', layout),
    `<h2 id="${TITLE_ID}">${texts.title}</h2>`,
    statusMarkup(notice, language),
    `<p>${escapeHtml(texts.lead(listed(registry.asked, language)))}</p>`,
    mine.hasSignal ? `<p>${texts.signal}</p>` : '',
    changesMarkup(registry, mine, language),
    `<p class="emas-consent-buttons">${button('accept', texts.accept)}${button('refuse', texts.refuse)}</p>`,
    `<details${layout === 'page' ? ' open' : ''}><summary>${texts.choose}</summary>`,
    ...registry.purposes.map((purpose) => purposeMarkup(purpose, mine, language)),
    `<p>${button('choose', texts.save)}</p></details>`,
    otherLanguages(drawing),
    '</form></section>',
  ].join('');
}

/** What has happened, or the place where the script says it. */
function statusMarkup(notice: Notice | undefined, language: PageLanguage): string {
  if (notice === undefined) return '<p class="emas-consent-status"></p>';
  const text = escapeHtml(noticeText(notice, language));
  return `<p class="emas-consent-status" role="status">${text}</p>`;
}

function noticeText(notice: Notice, language: PageLanguage): string {
  const { moved, saved, savedAs } = WORDS[language].form;
  if (notice.kind === 'moved') return moved;
  if (notice.kind === 'not-withdrawn') return WORDS[language].explicit.notWithdrawn;
  if (notice.kind === 'withdrawn') return WORDS[language].explicit.withdrawn(notice.receipt);
  return notice.receipt === undefined ? saved : savedAs(notice.receipt);
}

function listed(purposes: readonly Purpose[], language: PageLanguage): string {
  const names = purposes.map(({ name }) => name[language]);
  return WORDS[language].form.list.format(names);
}

/** In place of a frame: whose it is, and a button that allows its purpose and leaves the rest as it is. */
export function placeholderMarkup(
  registry: Registry,
  service: Service,
  drawing: Pick<FormDrawing, 'language' | 'path' | 'returnTo'>,
): string {
  const { language, path, returnTo } = drawing;
  const texts = WORDS[language].form;
  const { frame, provider } = service;
  const purpose = registry.purposeOf(service.id);
  if (frame === undefined || purpose === undefined) return '';
  const held = texts.held(
    frame.title[language],
    provider.name,
    countryName(provider.country, language),
  );
  return [
    `<form class="emas-consent" data-emas-consent="frame" data-nosnippet data-service="${service.id}"`,
    ` data-src="${escapeHtml(frame.src)}" data-title="${escapeHtml(frame.title[language])}"`,
    ` method="post" action="${escapeHtml(path)}" lang="${language}">`,
    hidden('fingerprint', registry.fingerprint),
    hidden('return', returnTo),
    hidden('lang', language),
    hidden('layout', 'frame'),
    hidden('service', service.id),
    hidden('purpose', purpose.id),
    `<p>${escapeHtml(held)} ${escapeHtml(purpose.description[language])} `,
    `<a href="${escapeHtml(provider.privacy)}" rel="noopener noreferrer">${escapeHtml(texts.privacy(provider.name))}</a></p>`,
    `<p><button class="emas-consent-button" name="choice" value="add">${texts.show}</button></p></form>`,
  ].join('');
}

function changesMarkup(registry: Registry, { changes }: FormState, language: PageLanguage): string {
  if (changes.length === 0) return '';
  const texts = WORDS[language].form;
  const items = changes.map(({ purpose, kind }) => {
    const name = registry.purposeOf(purpose)?.name[language] ?? purpose;
    return `<li>${escapeHtml(name)} (${kind === 'new' ? texts.isNew : texts.isChanged})</li>`;
  });
  return `<p>${texts.changes}</p><ul>${items.join('')}</ul>`;
}

function purposeMarkup(purpose: Purpose, mine: FormState, language: PageLanguage): string {
  const texts = WORDS[language].form;
  const { id, kind = 'other', name, description, services, necessary = false } = purpose;
  const isOn = necessary || mine.allows(id);
  const box = necessary
    ? `<strong>${escapeHtml(name[language])}</strong>`
    : `<label><input type="checkbox" name="purpose" value="${id}"${isOn ? ' checked' : ''}> ${escapeHtml(name[language])}</label>`;
  return [
    `<div class="emas-consent-purpose" data-kind="${kind}">${box}`,
    `<p>${escapeHtml(description[language])}${necessary ? ` ${texts.necessary}` : ''}</p>`,
    ...services.map((service) => serviceMarkup(service, language)),
    '</div>',
  ].join('');
}

function serviceMarkup(service: Service, language: PageLanguage): string {
  const texts = WORDS[language].form;
  const { name, description, provider, retention, healthData } = service;
  return [
    `<details class="emas-consent-service"><summary>${escapeHtml(name)}</summary>`,
    `<p>${escapeHtml(description[language])} ${escapeHtml(texts.provider(provider.name, countryName(provider.country, language)))} `,
    `<a href="${escapeHtml(provider.privacy)}" rel="noopener noreferrer">${escapeHtml(texts.privacy(provider.name))}</a></p>`,
    healthData ? `<p><strong>${texts.healthData}</strong></p>` : '',
    `<p>${texts.kept}: ${escapeHtml(retention[language])}</p>`,
    itemsMarkup(texts.cookies, service.cookies, language),
    itemsMarkup(texts.storage, service.storage, language),
    '</details>',
  ].join('');
}

function itemsMarkup(
  title: string,
  items: readonly StoredItem[] | undefined,
  language: PageLanguage,
): string {
  if (items === undefined || items.length === 0) return '';
  const lines = items.map(
    ({ name, description, retention }) =>
      `<li><code>${escapeHtml(name)}</code>: ${escapeHtml(description[language])} (${escapeHtml(retention[language])})</li>`,
  );
  return `<p>${title}</p><ul>${lines.join('')}</ul>`;
}

function hidden(name: string, value: string): string {
  return `<input type="hidden" name="${name}" value="${escapeHtml(value)}">`;
}

function otherLanguages({ language, path, returnTo }: FormDrawing): string {
  const others = PAGE_LANGUAGES.filter((other) => other !== language);
  const links = others.map((other) => {
    const query = new URLSearchParams({
      lang: other,
      ...(returnTo === '' ? {} : { return: returnTo }),
    });
    const href = escapeHtml(`${path}?${query.toString()}`);
    return `<a href="${href}" hreflang="${other}" lang="${other}">${WORDS[other].form.name}</a>`;
  });
  return `<p>${links.join(' ')}</p>`;
}
