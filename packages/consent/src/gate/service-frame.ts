import { needOnPage } from '@emas/request-context';
import type { PageLanguage } from '@emas/request-context';
import escapeHtml from 'escape-html';
import type { Response } from 'express';
import type { Service } from '../registry/purpose.ts';

/** The service's page in a frame, for the page that is being made, which is told what it needs. */
export function serviceFrame(res: Response, { frame }: Service, language: PageLanguage): string {
  if (frame === undefined) return '';
  const { src, title } = frame;
  needOnPage(res, { frames: [new URL(src).origin] });
  return `<iframe src="${escapeHtml(src)}" title="${escapeHtml(title[language])}" loading="lazy" referrerpolicy="strict-origin-when-cross-origin"></iframe>`;
}
