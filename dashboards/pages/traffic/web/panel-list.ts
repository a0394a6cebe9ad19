import type { ReportDimension } from '../contract.ts';

type PanelId = 'pages' | 'sources' | 'countries' | 'devices';
/** Campaigns are several dimensions behind one tab. */
type TabId = Exclude<ReportDimension, `utm_${string}` | 'click_id'> | 'campaigns';

export interface Panel {
  readonly id: PanelId;
  readonly tabs: readonly PanelTab[];
}

export interface PanelTab {
  readonly id: TabId;
  /** More than one where the reader chooses between them inside the tab. */
  readonly dimensions: readonly [ReportDimension, ...ReportDimension[]];
}

/** Which lists the page shows, and where. */
export const PANELS: readonly Panel[] = [
  {
    id: 'sources',
    tabs: [
      { id: 'channel', dimensions: ['channel'] },
      { id: 'source', dimensions: ['source'] },
      { id: 'referrer', dimensions: ['referrer'] },
      {
        id: 'campaigns',
        dimensions: [
          'utm_campaign',
          'utm_source',
          'utm_medium',
          'utm_content',
          'utm_term',
          'click_id',
        ],
      },
    ],
  },
  {
    id: 'pages',
    tabs: [
      { id: 'page', dimensions: ['page'] },
      { id: 'entry_page', dimensions: ['entry_page'] },
      { id: 'exit_page', dimensions: ['exit_page'] },
    ],
  },
  { id: 'countries', tabs: [{ id: 'country', dimensions: ['country'] }] },
  {
    id: 'devices',
    tabs: [
      { id: 'device', dimensions: ['device'] },
      { id: 'browser', dimensions: ['browser'] },
      { id: 'os', dimensions: ['os'] },
    ],
  },
];
