import type { Channel, LeftOutReason } from '@emas/analytics';
import type { DeviceType } from '@emas/request-context';
import type { Texts as FrameTexts } from '../../../frame/words/en.ts';
import { enConsent } from './consent/en.ts';

const ENGLISH_CHANNELS: Readonly<Record<Channel, string>> = {
  Direct: 'Direct',
  'Organic Search': 'Organic Search',
  'Paid Search': 'Paid Search',
  'Organic Social': 'Organic Social',
  'Paid Social': 'Paid Social',
  'Organic Video': 'Organic Video',
  'Paid Video': 'Paid Video',
  'Organic Shopping': 'Organic Shopping',
  'Paid Shopping': 'Paid Shopping',
  'Paid Other': 'Paid Other',
  Display: 'Display',
  Email: 'Email',
  Referral: 'Referral',
  Affiliates: 'Affiliates',
  Audio: 'Audio',
  SMS: 'SMS',
  'Mobile Push': 'Mobile Push',
  'AI Assistants': 'AI Assistants',
};

/** The English texts of the traffic page; `count` picks the plural, `shown` is written for the reader. */
export const words = {
  realtime: (count: number, shown: string) => `${shown} visitor${count === 1 ? '' : 's'} now`,
  realtimeHint: 'Visitors with a page view in the last five minutes',

  comparedWith: (range: string) => `compared with ${range}`,
  metrics: {
    visitors: 'Unique visitors',
    visits: 'Visits',
    views: 'Views',
    viewsPerVisit: 'Views per visit',
    bounceRate: 'Bounce rate',
    visitDuration: 'Visit duration',
  },
  metricOnChart: 'shown on the chart',
  metricChoose: 'show on the chart',
  thanBefore: (value: string, range: string) => `than ${value} in ${range}`,
  before: (value: string, range: string) => `${value} in ${range}`,
  hintTitle: 'How visitors are counted',
  hint: 'Visitors over several days are the sum of the days’ visitors: nobody is recognised from one day to the next, so a person who comes on two days counts twice.',
  hintSmallCells: (shown: string) =>
    `Rows with fewer than ${shown} visitors are folded together, so that no single person stands out.`,
  noValue: 'no value',

  chartLowest: (value: string, when: string) => `Lowest: ${value}, ${when}.`,
  chartThisPeriod: 'This period',
  chartPreviousPeriod: 'The period before',
  downloadSeries: 'Download as CSV',
  downloadRows: 'Download these rows as CSV',
  panels: {
    pages: 'Pages',
    sources: 'Sources',
    countries: 'Countries',
    devices: 'Devices',
    leftOut: 'Not counted',
  },
  tabs: {
    page: 'Pages',
    entry_page: 'Entry pages',
    exit_page: 'Exit pages',
    channel: 'Channels',
    source: 'Sources',
    referrer: 'Referrers',
    campaigns: 'Campaigns',
    utm_source: 'Campaign sources',
    utm_medium: 'Campaign media',
    utm_campaign: 'Campaigns',
    device: 'Devices',
    browser: 'Browsers',
    os: 'Systems',
    country: 'Countries',
    bots: 'Bots',
  },
  campaignBy: 'Group campaigns by',
  columns: {
    visitors: 'Visitors',
    visits: 'Visits',
    views: 'Views',
    bounceRate: 'Bounce rate',
    share: 'Share',
  },
  botColumn: 'Bot',
  reasonColumn: 'Reason',
  requestsColumn: 'Requests',
  none: '(none)',
  folded: (rows: number, shown: string, limit: string) =>
    `Other (${shown} row${rows === 1 ? '' : 's'} with fewer than ${limit} visitors)`,
  noRows: 'Nothing to show here yet',
  noBots: 'No bots came in this period',
  noLeftOut: 'Nothing was left out',
  details: 'Details',
  detailsOf: (panel: string) => `Details: ${panel}`,
  close: 'Close',
  search: 'Search',
  searchNothing: (term: string) => `Nothing matches “${term}”`,
  pageNumber: (shown: string) => `Page ${shown}`,
  pagePrevious: 'Previous',
  pageNext: 'Next',
  paging: 'Pages of the list',

  /** Channels are stored under their English names. */
  channels: ENGLISH_CHANNELS,
  devices: {
    desktop: 'Desktop',
    mobile: 'Phone',
    tablet: 'Tablet',
    tv: 'Television',
    console: 'Game console',
    wearable: 'Watch',
    other: 'Other',
  } satisfies Readonly<Record<DeviceType, string>>,
  reasons: {
    asset: 'Images, scripts and other files',
    prefetch: 'Fetched ahead, not looked at',
    method: 'Sent data instead of asking for a page',
    status: 'Answered with an error or redirect',
    not_html: 'The answer was not a web page',
    excluded: 'Pages that the app leaves out',
    bot: 'Bots and crawlers',
    opted_out: 'Asked not to be counted',
    invalid: 'Requests that made no sense',
    limit: 'More at once than could be counted',
    address_missing: 'The visitor’s address was missing',
  } satisfies Readonly<Record<LeftOutReason, string>>,

  emptyTitle: 'No visits in this period yet',
  emptyText:
    'Choose a longer period, or open a page of the site and come back: a visit shows up within seconds. If none ever does, look at “Not counted” below for the reason.',
  emptyFilteredTitle: 'No visits match these filters',
  emptyFilteredText: 'Remove a filter or choose a longer period.',
  suppressedTitle: 'Too few visitors to show',
  suppressedText: (shown: string) =>
    `Fewer than ${shown} visitors match this view. So small a group could point to one person, so its figures stay hidden. Choose a longer period or remove a filter.`,
  unavailableText:
    'The database that keeps the figures does not answer. Visits are still being collected; try again in a minute.',
  dimensions: {
    page: 'Page',
    entry_page: 'Entry page',
    exit_page: 'Exit page',
    channel: 'Channel',
    source: 'Source',
    referrer: 'Referrer',
    utm_source: 'Campaign source',
    utm_medium: 'Campaign medium',
    utm_campaign: 'Campaign',
    device: 'Device',
    browser: 'Browser',
    os: 'System',
    country: 'Country',
  },

  consent: enConsent,
};

/** The page's own texts, which every translation has to have. */
export type TrafficWords = typeof words;

/** What the page says: what every page does, and its own. */
export type Texts = FrameTexts & TrafficWords;
