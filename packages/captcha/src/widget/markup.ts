import type { PageLanguage } from '@emas/page';
import escapeHtml from 'escape-html';
import type { ResolvedOptions } from '../options.ts';
import { PROVIDERS } from '../providers/provider-table.ts';
import { WIDGET_TEXTS } from './texts.ts';

/** Where a form says that it has no token, and why: `without-script` or `unreachable`. */
export const WAY_FIELD = 'emas-captcha';

/** One drawing of the widget. */
export interface Drawing {
  readonly language: PageLanguage;
  /** `undefined` where nobody made one: an app without `hardening()`. */
  readonly nonce: string | undefined;
  /** Of our own script. */
  readonly scriptUrl: string;
}

/**
 * What stands in the form: a note of who will be asked, a place for the provider's own widget, and what is
 * said as things happen. The provider's script is not in it, ours loads it when the form is used.
 */
export function markup(options: ResolvedOptions, drawing: Drawing): string {
  const { provider, siteKey, action = '', widget, token } = options;
  const { page, field } = PROVIDERS[provider];
  const texts = WIDGET_TEXTS[drawing.language];
  const data = attributes({
    'data-provider': provider,
    'data-src': providerScript(options, drawing.language),
    'data-sitekey': siteKey,
    'data-action': action,
    'data-field': token === undefined ? field : widget.field,
    'data-language': drawing.language,
    ...Object.fromEntries(Object.entries(texts.said).map(([what, text]) => [`data-${what}`, text])),
  });
  const script = attributes({ src: drawing.scriptUrl, nonce: drawing.nonce });
  return [
    `<div class="emas-captcha" data-emas-captcha ${data}>`,
    `<p class="emas-captcha-note">${escapeHtml(texts.note(page))} `,
    `${link(page.privacy, texts.privacy(page.company))} ${link(page.terms, texts.terms)}</p>`,
    `<p class="emas-captcha-note" data-emas-captcha-without>${escapeHtml(texts.withoutScript)}</p>`,
    `<div class="emas-captcha-box" data-emas-captcha-box></div>`,
    `<p class="emas-captcha-status" role="status" data-emas-captcha-status></p>`,
    supportLine(widget.support, texts.support),
    `<input type="hidden" name="${WAY_FIELD}" value="without-script">`,
    `</div><script defer ${script}></script>`,
  ].join('');
}

function providerScript(options: ResolvedOptions, language: PageLanguage): string {
  const { provider, siteKey, host } = options;
  const { page } = PROVIDERS[provider];
  const url = new URL(page.script, host ?? page.host);
  const { searchParams: query } = url;
  query.set('render', page.rendersByKey ? siteKey : 'explicit');
  query.set('onload', 'emasCaptchaLoaded');
  for (const [name, value] of Object.entries(page.query(language))) query.set(name, value);
  return url.href;
}

function supportLine(support: string | undefined, text: string): string {
  if (support === undefined) return '';
  const href = support.includes('@') ? `mailto:${support}` : support;
  return `<p class="emas-captcha-note">${escapeHtml(text)} ${link(href, support)}</p>`;
}

function link(href: string, text: string): string {
  return `<a ${attributes({ href, rel: 'noopener noreferrer' })}>${escapeHtml(text)}</a>`;
}

function attributes(given: Readonly<Record<string, string | undefined>>): string {
  return Object.entries(given)
    .filter(([, value]) => value !== undefined)
    .map(([name, value = '']) => `${name}="${escapeHtml(value)}"`)
    .join(' ');
}
