import type { PageLanguage } from '@emas/page';
import escapeHtml from 'escape-html';
import { WORDS } from '../words/words.ts';
import type { ExplicitConsent } from './explicit-consent.ts';

/** What may be withdrawn, each by a button of its own, for the permanent page. */
export function withdrawalMarkup(
  consents: readonly ExplicitConsent[],
  { language, path, returnTo }: { language: PageLanguage; path: string; returnTo: string },
): string {
  const texts = WORDS[language].explicit;
  const hidden = (name: string, value: string): string =>
    `<input type="hidden" name="${name}" value="${escapeHtml(value)}">`;
  const items = consents.map(({ id, name, notice }) =>
    [
      `<h3 id="withdraw-${id}">${escapeHtml(name[language])}</h3>`,
      `<p>${escapeHtml(notice[language])}</p>`,
      `<form method="post" action="${escapeHtml(path)}">`,
      hidden('lang', language),
      hidden('return', returnTo),
      `<button class="emas-consent-button" name="withdraw" value="${id}" aria-describedby="withdraw-${id}">${texts.withdraw}</button></form>`,
    ].join(''),
  );
  return [
    `<section class="emas-consent" lang="${language}" aria-labelledby="emas-withdraw-title">`,
    `<h2 id="emas-withdraw-title">${texts.given}</h2><p>${texts.mayWithdraw}</p>`,
    ...items,
    '</section>',
  ].join('');
}
