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
  'Cross-network': 'Cross-network',
  Unassigned: 'Unassigned',
};

/** The English texts of the traffic page; `count` picks the plural, `shown` is written for the reader. */
export const words = {
  realtime: (count: number, shown: string) => `${shown} visitor${count === 1 ? '' : 's'} this hour`,
  /** Where figures are rounded, 0 may be some. */
  realtimeUnknown: 'No figure for this hour yet',
  realtimeHint: 'Visitors with a page view since the start of the hour',

  comparedWith: (range: string) => `compared with ${range}`,
  metrics: {
    visitors: 'Unique visitors',
    visits: 'Visits',
    views: 'Views',
    viewsPerVisit: 'Views per visit',
    bounceRate: 'Bounce rate',
    visitDuration: 'Visit duration',
  },
  visitorsByDay: 'Visitors (by day)',
  metricOnChart: 'shown on the chart',
  metricChoose: 'show on the chart',
  thanBefore: (value: string, range: string) => `than ${value} in ${range}`,
  before: (value: string, range: string) => `${value} in ${range}`,
  hintTitle: 'How visitors are counted',
  hint: 'Visitors over several days are the sum of the days’ visitors: nobody is recognised from one day to the next, so a person who comes on two days counts twice.',
  hintSmallCells: (shown: string) =>
    `No figure is about a single person. Each day, values with fewer than ${shown} visitors are combined as “Other”, and every count is rounded at random, up or down, to a multiple of ${shown}. Today’s figures change when ${shown} more visitors have come. Figures are kept for single values and for pairs of them, so only one filter works at a time. Days are those of the site’s time zone.`,
  hintExactness: 'Average error of a visitor count',
  hintVisitors: 'Visitors a day',
  hintOneDay: 'One day',
  hintThirtyDays: 'Thirty days',
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
    utm_content: 'Campaign contents',
    utm_term: 'Campaign terms',
    click_id: 'Click ids',
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
  folded: (limit: string) => `Other (fewer than ${limit} visitors a day)`,
  notKeptTitle: 'These filters cannot be combined',
  notKeptText:
    'Figures are kept for single values and for some pairs of them. Remove one of the filters above, or all of them.',
  notKept: 'Not kept together with this filter',
  noRows: 'Nothing to show here yet',
  noBots: 'No bots to show in this period',
  noLeftOut: 'No requests to show in this period',
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
    prefetch: 'Prefetched, not viewed',
    method: 'Sent data instead of asking for a page',
    status: 'Answered with an error or redirect',
    not_html: 'The answer was not a web page',
    excluded: 'Pages that the app excludes',
    bot: 'Bots and crawlers',
    opted_out: 'Asked not to be counted',
    invalid: 'Invalid requests',
    limit: 'Too many at once to be counted',
    address_missing: 'The visitor’s address was missing',
    aborted: 'Left before the page was sent',
    spam: 'Referrer spam',
  } satisfies Readonly<Record<LeftOutReason, string>>,

  emptyTitle: 'No visits to show in this period yet',
  emptyText: (smallCells: number, limit: string) =>
    smallCells > 1
      ? `Choose a longer period, or come back later: figures of today appear after ${limit} visitors, also under “Not counted”. A day with fewer may show none.`
      : 'Choose a longer period, or open a page of the site and come back: a visit appears within seconds. If it does not, see “Not counted” below for the reason.',
  emptyFilteredTitle: 'No visits to show with these filters',
  emptyFilteredText: 'Remove a filter or choose a longer period.',
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
    utm_content: 'Campaign content',
    utm_term: 'Campaign term',
    click_id: 'Click id',
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
