import type { PageLanguage } from '@emas/page';
import escapeHtml from 'escape-html';
import type { Service } from '../registry/purpose.ts';

/** The service's page in a frame. */
export function serviceFrame({ id, frame }: Service, language: PageLanguage): string {
  if (frame === undefined) return '';
  const { src, title } = frame;
  return `<iframe class="emas-consent-frame" data-emas-consent-on="${id}" src="${escapeHtml(src)}" title="${escapeHtml(title[language])}" loading="lazy" referrerpolicy="strict-origin-when-cross-origin"></iframe>`;
}
