import type { SourceCategory } from './source-table.ts';

/** GA4's default channel groups (support.google.com/analytics/answer/9756891), in its order, and AI assistants. */
export type Channel =
  | 'Direct'
  | 'Cross-network'
  | 'Paid Shopping'
  | 'Paid Search'
  | 'Paid Social'
  | 'Paid Video'
  | 'Display'
  | 'Paid Other'
  | 'Organic Shopping'
  | 'Organic Social'
  | 'Organic Video'
  | 'Organic Search'
  | 'AI Assistants'
  | 'Email'
  | 'Affiliates'
  | 'Referral'
  | 'Audio'
  | 'SMS'
  | 'Mobile Push'
  | 'Unassigned';

/** What a channel is told by; all in lower case. */
export interface ChannelEvidence {
  /** As the campaign or the referrer names it; '' for none. */
  readonly source: string;
  readonly medium: string;
  readonly campaign: string;
  readonly category: SourceCategory | '';
  /** Whether a click id says that the visit was paid for. */
  readonly paid: 'click' | 'display' | false;
}

const PAID = /^(?:.*cp.*|ppc|retargeting|paid.*)$/;
const SHOPPING_CAMPAIGN = /^(?:.*(?:(?:[^a-df-z]|^)shop|shopping).*)$/;
const NONE = new Set(['', '(none)', '(not set)']);
const NO_SOURCE = new Set(['', '(direct)', 'direct']);
const DISPLAY = new Set(['display', 'banner', 'expandable', 'interstitial', 'cpm']);
const EMAIL = new Set(['email', 'e-mail', 'e_mail', 'e mail']);
const REFERRAL = new Set(['referral', 'app', 'link']);
const SOCIAL = new Set([
  ...['social', 'social-network', 'social-media', 'sm', 'social network', 'social media'],
]);
const PUSH = /push$|mobile|notification/;

type Rule = readonly [Channel, (visit: ChannelEvidence) => boolean];

const isPaid = ({ medium, paid }: ChannelEvidence): boolean =>
  PAID.test(medium) || (paid === 'click' && !DISPLAY.has(medium));
const isShopping = ({ category, campaign }: ChannelEvidence): boolean =>
  category === 'shopping' || SHOPPING_CAMPAIGN.test(campaign);

/** GA4's rules for traffic that Google's own products have not described; the first that fits counts. */
const RULES: readonly Rule[] = [
  ['Direct', ({ source, medium, paid }) => NO_SOURCE.has(source) && NONE.has(medium) && !paid],
  ['Cross-network', ({ campaign }) => campaign.includes('cross-network')],
  ['Paid Shopping', (visit) => isPaid(visit) && isShopping(visit)],
  ['Paid Search', (visit) => isPaid(visit) && visit.category === 'search'],
  ['Paid Social', (visit) => isPaid(visit) && visit.category === 'social'],
  ['Paid Video', (visit) => isPaid(visit) && visit.category === 'video'],
  ['Display', ({ medium, paid }) => DISPLAY.has(medium) || paid === 'display'],
  ['Paid Other', isPaid],
  ['Organic Shopping', isShopping],
  ['Organic Social', ({ category, medium }) => category === 'social' || SOCIAL.has(medium)],
  ['Organic Video', ({ category, medium }) => category === 'video' || medium.includes('video')],
  ['Organic Search', ({ category, medium }) => category === 'search' || medium === 'organic'],
  // Ours: GA4 has no such channel in these rules, and knows no web mail.
  ['AI Assistants', ({ category }) => category === 'assistant'],
  [
    'Email',
    ({ category, medium, source }) =>
      EMAIL.has(source) || EMAIL.has(medium) || category === 'email',
  ],
  ['Affiliates', ({ medium }) => medium === 'affiliate'],
  ['Referral', ({ medium }) => REFERRAL.has(medium)],
  ['Audio', ({ medium }) => medium === 'audio'],
  ['SMS', ({ medium, source }) => medium === 'sms' || source === 'sms'],
  ['Mobile Push', ({ medium, source }) => PUSH.test(medium) || source === 'firebase'],
];

/** @returns `Unassigned` where no rule fits, as in GA4. */
export function channelOf(visit: ChannelEvidence): Channel {
  return RULES.find(([, fits]) => fits(visit))?.[0] ?? 'Unassigned';
}
