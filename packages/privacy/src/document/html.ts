import type { PageLanguage } from '@emas/page';
import escapeHtml from 'escape-html';
import type { Block, Sentence } from './blocks.ts';

/** A part of a page; the page has the heading of the first level. */
export function html(blocks: readonly Block[], language: PageLanguage): string {
  return `<div class="emas-privacy" lang="${language}">${blocks.map(blockHtml).join('')}</div>`;
}

function blockHtml(block: Block): string {
  if (block.block === 'heading') {
    return `<h${block.level}>${escapeHtml(block.text)}</h${block.level}>`;
  }
  if (block.block === 'paragraph') return `<p>${sentenceHtml(block.sentence)}</p>`;
  if (block.block === 'table') return tableHtml(block.caption, block.heads, block.rows);
  const items = block.items.map((item) => `<li${placesOf(item)}>${sentenceHtml(item)}</li>`);
  return `<ul>${items.join('')}</ul>`;
}

function placesOf({ places = [] }: Sentence): string {
  return places.length === 0 ? '' : ` data-places="${escapeHtml(places.join(' | '))}"`;
}

function sentenceHtml({ lead, text, phone, link }: Sentence): string {
  const about = lead === undefined ? '' : `<strong>${escapeHtml(lead)}</strong>, `;
  const said = phone === undefined ? escapeHtml(text) : withPhone(text, phone);
  if (link === undefined) return about + said;
  const href = escapeHtml(link.href);
  return `${about}${said} <a href="${href}" rel="noreferrer">${escapeHtml(link.text)}</a>`;
}

/** RFC 3966. */
function withPhone(text: string, phone: string): string {
  const href = `tel:${phone.replaceAll(/[^\d+]/g, '')}`;
  const parts = text.split(phone).map((part) => escapeHtml(part));
  return parts.join(`<a href="${href}">${escapeHtml(phone)}</a>`);
}

function tableHtml(
  caption: string,
  heads: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const head = heads.map((text) => `<th scope="col">${escapeHtml(text)}</th>`).join('');
  const body = rows
    .map((cells) => `<tr>${cells.map((text) => `<td>${escapeHtml(text)}</td>`).join('')}</tr>`)
    .join('');
  return `<table><caption>${escapeHtml(caption)}</caption><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table>`;
}
