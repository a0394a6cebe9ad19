import type { SourceCategory } from './source-rules.ts';

/** GA4's default channel groups (support.google.com/analytics/answer/9756891) and AI assistants. */
export type Channel =
  | 'Direct'
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
  | 'Audio'
  | 'SMS'
  | 'Mobile Push'
  | 'Referral';

const PAID = /^(?:.*cp.*|ppc|retargeting|paid.*)$/;
const DISPLAY = new Set(['display', 'banner', 'expandable', 'interstitial', 'cpm']);
const SOCIAL = new Set([
  'social',
  'social-network',
  'social-media',
  'sm',
  'social network',
  'social media',
]);
const EMAIL = new Set(['email', 'e-mail', 'e_mail', 'e mail']);
const PUSH = /push$|mobile|notification/;

const OF_PAID: Readonly<Partial<Record<SourceCategory | '', Channel>>> = {
  search: 'Paid Search',
  social: 'Paid Social',
  video: 'Paid Video',
  shopping: 'Paid Shopping',
};

const OF_UNPAID: Readonly<Record<SourceCategory, Channel>> = {
  search: 'Organic Search',
  social: 'Organic Social',
  video: 'Organic Video',
  shopping: 'Organic Shopping',
  assistant: 'AI Assistants',
  email: 'Email',
};

/** The first rule that fits, in GA4's order. */
export function channelOf(visit: {
  readonly source: string;
  readonly medium: string;
  readonly category: SourceCategory | '';
}): Channel {
  const { source, category } = visit;
  const medium = visit.medium.toLowerCase();
  if (source === '' && medium === '') return 'Direct';
  const paid = PAID.test(medium);
  const paidGroup = paid ? OF_PAID[category] : undefined;
  if (paidGroup !== undefined) return paidGroup;
  if (DISPLAY.has(medium)) return 'Display';
  if (paid) return 'Paid Other';
  return byMedium(source, medium) ?? (category === '' ? 'Referral' : OF_UNPAID[category]);
}

function byMedium(source: string, medium: string): Channel | undefined {
  if (SOCIAL.has(medium)) return 'Organic Social';
  if (medium === 'video') return 'Organic Video';
  if (medium === 'organic') return 'Organic Search';
  if (EMAIL.has(medium) || EMAIL.has(source)) return 'Email';
  if (medium === 'affiliate') return 'Affiliates';
  if (medium === 'audio') return 'Audio';
  if (medium === 'sms' || source === 'sms') return 'SMS';
  if (PUSH.test(medium) || source === 'firebase') return 'Mobile Push';
  return undefined;
}
