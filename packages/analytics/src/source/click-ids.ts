import type { KnownSource } from './source-table.ts';

interface ClickKind {
  /** Who adds it. Counts as the source of a visit that names no other. */
  readonly source: KnownSource;
  /** Whether only advertisements have it. */
  readonly paid: 'click' | 'display' | false;
}

const ad = (name: string, category: KnownSource['category']): ClickKind => ({
  source: { name, category },
  paid: 'click',
});
const google = ad('Google', 'search');

/**
 * Parameters by which advertising networks know a click again, in the order in which one is chosen. Their values
 * tell people apart and are never read; that there is one tells a paid visit from an unpaid one.
 */
const CLICK_KINDS: ReadonlyMap<string, ClickKind> = new Map<string, ClickKind>([
  ['gclid', google],
  ['gbraid', google],
  ['wbraid', google],
  // Campaign Manager and Display & Video 360.
  ['dclid', { source: google.source, paid: 'display' }],
  ['msclkid', ad('Bing', 'search')],
  ['yclid', ad('Yandex', 'search')],
  ['ttclid', ad('TikTok', 'social')],
  ['twclid', ad('X', 'social')],
  ['li_fat_id', ad('LinkedIn', 'social')],
  ['rdt_cid', ad('Reddit', 'social')],
  ['sccid', ad('Snapchat', 'social')],
  // Facebook adds it to every link that leaves it.
  ['fbclid', { source: { name: 'Facebook', category: 'social' }, paid: false }],
]);

/** Their names, lower case. */
export const CLICK_IDS: readonly string[] = [...CLICK_KINDS.keys()];

/** What a click id says of a visit; `undefined` for none, and for one that unpaid links have as well. */
export function paidClick(
  clickId: string,
): (ClickKind & { readonly paid: 'click' | 'display' }) | undefined {
  const kind = CLICK_KINDS.get(clickId);
  if (kind === undefined || kind.paid === false) return undefined;
  return { source: kind.source, paid: kind.paid };
}
