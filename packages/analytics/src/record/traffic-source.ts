import { isIP } from 'node:net';
import type { TrafficSource } from '../hit.ts';
import { CLICK_IDS } from '../source/click-ids.ts';
import { campaignValue, sourceValue } from './campaign-value.ts';
import { isHostName, plainHost } from './plain-host.ts';

export { plainHost } from './plain-host.ts';

const MAX_REFERRER = 2048;
/** Parameters of one URL that are looked at. */
const MAX_PARAMETERS = 100;

/** A referrer that names its host, or why it does not. */
export type ReferrerHost = { readonly host: string; readonly valid: boolean };

/** What stands for a referrer that is an IP address, which may be a person's. */
const ADDRESS = '(address)';

/**
 * The host of a `Referer` header (RFC 9110 §10.1.3), lower case, without `www.`; '' for the app's own
 * pages, `(address)` for an IP address. Apps send `android-app://` and their name.
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
  if (ownHosts.has(host)) return { host: '', valid: true };
  if (isIP(host.replace(/^\[(.*)\]$/, '$1')) !== 0) return { host: ADDRESS, valid: true };
  return isHostName(host) ? { host, valid: true } : invalid;
}

type Campaign = Omit<TrafficSource, 'referrer'>;

const NO_CAMPAIGN: Campaign = {
  utmSource: '',
  utmMedium: '',
  utmCampaign: '',
  utmContent: '',
  utmTerm: '',
  clickId: '',
};

/**
 * The campaign parameters of a URL, whatever the case of their names. `ref` and `source` stand in for `utm_source`
 * where their value looks like a source: a word, or a host. Of a click id only its kind is read.
 */
export function campaignOf(url: string): Campaign {
  const start = url.indexOf('?');
  if (start < 0) return NO_CAMPAIGN;
  const given = parametersOf(url.slice(start + 1, start + MAX_REFERRER));
  if (given.size === 0) return NO_CAMPAIGN;
  const read = (name: string): string => campaignValue(given.get(name) ?? '');
  return {
    utmSource:
      sourceValue(given.get('utm_source') ?? '', 'named') ||
      sourceValue(given.get('ref') ?? '', 'guessed') ||
      sourceValue(given.get('source') ?? '', 'guessed'),
    utmMedium: read('utm_medium'),
    utmCampaign: read('utm_campaign'),
    utmContent: read('utm_content'),
    utmTerm: read('utm_term'),
    clickId: CLICK_IDS.find((name) => given.has(name)) ?? '',
  };
}

/** The first value of each parameter that has one, by its name in lower case. */
function parametersOf(query: string): Map<string, string> {
  const given = new Map<string, string>();
  let looked = 0;
  for (const [name, value] of new URLSearchParams(query)) {
    const key = name.toLowerCase();
    if (value.trim() !== '' && !given.has(key)) given.set(key, value);
    looked += 1;
    if (looked >= MAX_PARAMETERS) break;
  }
  return given;
}
