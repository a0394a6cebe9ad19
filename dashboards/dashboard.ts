import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { parseOptions } from '@emas/options';
import type { Router } from 'express';
import { pageRouter } from './frame/server/router.ts';
import { DASHBOARD_SHAPE, PAGES } from './pages/page-list.ts';
import type { DashboardOptions, DashboardSettings } from './pages/page-list.ts';

const WEB = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? './dist/web/' : './web/', import.meta.url),
);

/**
 * The pages for marketing, security and developers, to be mounted wherever the app wants them. Which of
 * them there are follows from what it is given; who sees which, from the roles that `authorize` answers.
 *
 * @throws EmasError `ERR_EMAS_DASHBOARD_OPTIONS`: without `authorize` it is not mounted at all;
 * `ERR_EMAS_DASHBOARD_ASSETS` when the pages were not built.
 */
export function dashboard(given: DashboardOptions): Router {
  const settings = settingsOf(given);
  const pages = PAGES.flatMap((page) => {
    const open = page.open(settings);
    return open === undefined ? [] : [{ ...page, ...open }];
  });
  return pageRouter(pages, settings, WEB);
}

const schema = z.strictObject(DASHBOARD_SHAPE);

function settingsOf(given: DashboardOptions): DashboardSettings {
  const parsed = parseOptions('dashboard', 'ERR_EMAS_DASHBOARD_OPTIONS', schema, given);
  const { timeZone: ofProcess } = Intl.DateTimeFormat().resolvedOptions();
  return { ...parsed, timeZone: parsed.timeZone ?? parsed.traffic?.timeZone ?? ofProcess };
}
