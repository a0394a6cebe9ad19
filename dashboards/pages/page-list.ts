import type { z } from 'zod';
import { frameShape } from '../frame/server/options.ts';
import type { FrameOptions, FrameSettings } from '../frame/server/options.ts';
import type { TitledPage } from '../frame/server/page.ts';
import { developersShape } from './developers/options.ts';
import type { DevelopersOptions } from './developers/options.ts';
import { developersPage } from './developers/page.ts';
import { securityShape } from './security/options.ts';
import type { SecurityOptions } from './security/options.ts';
import { securityPage } from './security/page.ts';
import { trafficShape } from './traffic/options.ts';
import type { TrafficOptions } from './traffic/options.ts';
import { trafficPage } from './traffic/page.ts';

/** Options of `dashboard()`. */
export interface DashboardOptions
  extends FrameOptions, TrafficOptions, SecurityOptions, DevelopersOptions {}

/** What they have to be. */
export const DASHBOARD_SHAPE = {
  ...frameShape,
  ...trafficShape,
  ...securityShape,
  ...developersShape,
};

/** The options with their defaults. */
export type DashboardSettings = z.output<z.ZodObject<typeof DASHBOARD_SHAPE>> & FrameSettings;

/** The pages there are, in the order of the navigation; `./` shows the first that the reader may see. */
export const PAGES: readonly TitledPage<DashboardSettings>[] = [
  { ...trafficPage, title: { en: 'Traffic', ms: 'Trafik' } },
  { ...securityPage, title: { en: 'Security', ms: 'Keselamatan' } },
  { ...developersPage, title: { en: 'Developers', ms: 'Pembangun' } },
];
