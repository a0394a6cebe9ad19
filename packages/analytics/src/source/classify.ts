import { channelOf } from './channels.ts';
import type { Channel } from './channels.ts';
import { paidClick } from './click-ids.ts';
import { sourceOfHost, sourceOfWord } from './source-table.ts';
import type { KnownSource } from './source-table.ts';

/** A visit's source as people call it. */
export interface ClassifiedSource {
  /** `Google`, `newsletter`, `blog.example`; '' for direct visits. */
  readonly source: string;
  readonly channel: Channel;
}

/** What a request told of where its visitor came from. */
export interface ToldSource {
  /** Host without `www.`, '' for none. */
  readonly referrer: string;
  readonly utm_source: string;
  readonly utm_medium: string;
  /** @default '' */
  readonly utm_campaign?: string;
  /** Kind of the click id, `gclid`. @default '' */
  readonly click_id?: string;
}

const MOST = 5000;
const cache = new Map<string, ClassifiedSource>();

/** Names the source and the channel of a visit. */
export function sourceOf(told: ToldSource): ClassifiedSource {
  const { referrer, utm_source, utm_medium, utm_campaign = '', click_id = '' } = told;
  const key = `${referrer}\0${utm_source}\0${utm_medium}\0${utm_campaign}\0${click_id}`;
  const cached = cache.get(key);
  if (cached !== undefined) return cached;
  const classified = classify({ ...told, utm_campaign, click_id });
  if (cache.size >= MOST) cache.clear();
  cache.set(key, classified);
  return classified;
}

function classify(told: Required<ToldSource>): ClassifiedSource {
  const click = paidClick(told.click_id);
  const { source, known, isReferrer } = namedSource(told, click?.source);
  const medium = told.utm_medium.toLowerCase();
  const channel = channelOf({
    source,
    // GA4 gives a visit by a link the medium "referral".
    medium: isReferrer && medium === '' ? 'referral' : medium,
    campaign: told.utm_campaign.toLowerCase(),
    category: known?.category ?? '',
    paid: click?.paid ?? false,
  });
  return { source: known?.name ?? (channel === 'Direct' ? '' : source), channel };
}

interface NamedSource {
  readonly source: string;
  readonly known: KnownSource | undefined;
  readonly isReferrer: boolean;
}

/** The campaign's word counts before the click id, and that before the referrer. */
function namedSource(
  { referrer, utm_source: utmSource }: Required<ToldSource>,
  advertiser: KnownSource | undefined,
): NamedSource {
  if (utmSource !== '') {
    const source = utmSource.toLowerCase();
    return { source, known: sourceOfWord(source), isReferrer: false };
  }
  const known = referrer === '' ? undefined : sourceOfHost(referrer.toLowerCase());
  if (advertiser === undefined) return { source: referrer, known, isReferrer: referrer !== '' };
  return { source: referrer, known: showsAdsOf(known) ? known : advertiser, isReferrer: false };
}

/** Networks sell advertisements on other search engines and on videos too: Microsoft's are on DuckDuckGo. */
function showsAdsOf(known: KnownSource | undefined): boolean {
  return known?.category === 'search' || known?.category === 'video';
}
