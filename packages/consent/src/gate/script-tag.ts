import { needOnPage, pageNonce } from '@emas/request-context';
import escapeHtml from 'escape-html';
import type { Response } from 'express';
import type { Service } from '../registry/purpose.ts';

/** The service's script for the page that is being made, which is told what it needs. */
export function scriptTag(res: Response, { script }: Service): string {
  if (script === undefined) return '';
  if (script.needs !== undefined) needOnPage(res, script.needs);
  const nonce = pageNonce(res);
  const attributes = [
    `src="${escapeHtml(script.src)}"`,
    ...(nonce === undefined ? [] : [`nonce="${escapeHtml(nonce)}"`]),
  ];
  return `<script async ${attributes.join(' ')}></script>`;
}
