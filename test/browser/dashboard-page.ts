import type { Locator, Page } from 'playwright-core';

export const DASHBOARD = '/emas/dashboard/';

/** Opens a view and waits until its figures are there. */
export async function openDashboard(page: Page, origin: string, query = ''): Promise<void> {
  await page.goto(`${origin}${DASHBOARD}${query === '' ? '' : `?${query}`}`);
  await figuresShown(page);
}

/** Waits until the figures of the present view are there. */
export async function figuresShown(page: Page): Promise<void> {
  await page.locator('main[aria-busy=false] .panels .figures').first().waitFor();
}

/** One of the six figures, by its English label. */
export function total(page: Page, label: string): Locator {
  const exactly = new RegExp(`^${label.replaceAll(/[()]/g, String.raw`\$&`)}$`);
  const name = page.locator('.total-label', { hasText: exactly });
  return page.locator('.total').filter({ has: name }).locator('.total-value');
}

/** A row of a card, by what it shows. */
export function row(page: Page, panel: string, name: string): Locator {
  return page.getByRole('region', { name: panel }).getByTitle(name, { exact: true });
}

/** The button that opens a card's whole list. */
export function detailsButton(page: Page, panel: string): Locator {
  return page.getByRole('region', { name: panel }).getByRole('button', { name: /^Details/ });
}

/** The chips of the filters in force. */
export function chips(page: Page): Locator {
  return page.locator('.chip');
}

/** What the chips say, `Page: /claims`, without what their links say to screen readers. */
export function chipNames(page: Page): Promise<string[]> {
  return chips(page).locator('> span').allInnerTexts();
}
