import type { PageAddress } from '../frame/contract.ts';
import { PAGE_LANGUAGES } from '@emas/page';
import { PAGES } from '../pages/page-list.ts';

/** What the address of a page can say. */
export function addressOf(page: string): PageAddress {
  const known = PAGES.find(({ name }) => name === page);
  if (known === undefined) throw new Error(`There is no page "${page}".`);
  const { filters, choices } = known;
  return { page, languages: PAGE_LANGUAGES, filters, choices };
}
