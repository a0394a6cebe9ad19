import type { TrafficSource } from '../hit.ts';
import { maskSegment } from './page-path.ts';

const MAX_REFERRER = 2048;
const MAX_CAMPAIGN = 100;
const HOST = /^(?=.{1,253}$)[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9])?$/;

/** A referrer that names its host, or why it does not. */
export type ReferrerHost = { readonly host: string; readonly valid: boolean };

/**
 * The host of a `Referer` header (RFC 9110 §10.1.3), lower case, without `www.`; '' for the app's own
 * pages. Apps send `android-app://` and their name.
 */
export function referrerHost(
  header: string | undefined,
  ownHosts: ReadonlySet<string>,
): ReferrerHost {
  if (header === undefined || header === '' || header === '-') return { host: '', valid: true };
  const invalid = { host: '', valid: false };
  if (header.length > MAX_REFERRER || !URL.canParse(header)) return invalid;
  const { protocol, hostname } = new URL(header);
  if (!['http:', 'https:', 'android-app:'].includes(protocol)) return invalid;
  const host = plainHost(hostname);
  if (!HOST.test(host)) return invalid;
  return { host: ownHosts.has(host) ? '' : host, valid: true };
}

/** `WWW.Example.com:8080` → `example.com`. */
export function plainHost(host: string): string {
  return host
    .toLowerCase()
    .replace(/:\d+$/, '')
    .replace(/^www\./, '')
    .replace(/\.$/, '');
}

/** The campaign parameters of a URL; `ref` and `source` stand in for `utm_source`. */
export function campaignOf(url: string): Omit<TrafficSource, 'referrer'> {
  const start = url.indexOf('?');
  if (start < 0) return { utmSource: '', utmMedium: '', utmCampaign: '' };
  const query = new URLSearchParams(url.slice(start + 1, start + MAX_REFERRER));
  const read = (...names: string[]): string => {
    for (const name of names) {
      const value = query.get(name);
      if (value !== null && value !== '') return campaignValue(value);
    }
    return '';
  };
  return {
    utmSource: read('utm_source', 'ref', 'source').toLowerCase(),
    utmMedium: read('utm_medium').toLowerCase(),
    utmCampaign: read('utm_campaign'),
  };
}

function campaignValue(value: string): string {
  const plain = value
    .replaceAll(/[\p{Cc}\p{Cf}\p{Cs}]/gu, '')
    .trim()
    .slice(0, MAX_CAMPAIGN);
  return maskSegment(plain);
}
