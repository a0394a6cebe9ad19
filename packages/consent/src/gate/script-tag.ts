import { needOnPage, pageNonce } from '@emas/page';
import escapeHtml from 'escape-html';
import type { Response } from 'express';
import type { Service } from '../registry/purpose.ts';

/**
 * The service's script for the page that is being made; where it is not allowed, a mark that loads nothing
 * and says where it would stand. The page's policy is told what it needs in either case: it may be allowed
 * while the page is open.
 */
export function scriptTag(res: Response, { id, script }: Service, isAllowed: boolean): string {
  if (script === undefined) return '';
  if (script.needs !== undefined) needOnPage(res, script.needs);
  const src = escapeHtml(script.src);
  if (!isAllowed) return `<template data-emas-consent-script="${id}" data-src="${src}"></template>`;
  const nonce = pageNonce(res);
  const attributes = [
    `data-emas-consent-on="${id}"`,
    `src="${src}"`,
    ...(nonce === undefined ? [] : [`nonce="${escapeHtml(nonce)}"`]),
  ];
  return `<script async ${attributes.join(' ')}></script>`;
}
