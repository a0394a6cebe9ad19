/**
 * Traffic as sites have it: visits come through the day, half of them look at one page, pages and
 * sources are taken by a power law, some of the visitors come again on the same day.
 */
import { randomFrom } from '../runner/random-from.js';

export const CLIENTS = [
  ['Chrome', 'Android', 'mobile', 30],
  ['Mobile Safari', 'iOS', 'mobile', 25],
  ['Chrome', 'Windows', 'desktop', 22],
  ['Edge', 'Windows', 'desktop', 8],
  ['Safari', 'Mac OS', 'desktop', 5],
  ['Firefox', 'Windows', 'desktop', 4],
  ['Samsung Internet', 'Android', 'mobile', 4],
  ['Mobile Safari', 'iOS', 'tablet', 2],
].flatMap(([browser, os, device, weight]) =>
  Array.from({ length: weight }, (_, version) => ({
    browser,
    os,
    device,
    browserVersion: String(120 + (version % 8)),
    osVersion: '',
    vendor: '',
    model: '',
    bot: null,
  })),
);
const HOSTS = [
  'google.com',
  'facebook.com',
  'bing.com',
  'l.instagram.com',
  'chatgpt.com',
  't.co',
  'linkedin.com',
  'duckduckgo.com',
  'yahoo.com',
];
const COUNTRIES = ['MY', 'SG', 'ID', 'US', 'TH', 'GB', 'AU', 'IN', 'BN', 'PH'];

/** How many different things there are to count. */
export const PROFILES = {
  /** A member portal: thirty pages, known sources, mostly at home. */
  portal: { pages: pagesOf(30), referrers: HOSTS, atHome: 95 },
  /** A large app whose every other hit has a combination of its own. */
  longTail: {
    pages: pagesOf(300),
    referrers: [...HOSTS, ...Array.from({ length: 30 }, (_, site) => `site-${site}.example`)],
    atHome: 80,
  },
  /** As many visitors as hits: what takes most memory to count. */
  lone: { pages: pagesOf(9000), referrers: HOSTS, atHome: 80, isLone: true },
};

function pagesOf(count) {
  return Array.from({ length: count }, (_, page) =>
    page === 0 ? '/' : `/section-${page % 12}/page-${page}`,
  );
}
/** The source of a visit that nothing led to. */
export const DIRECT = {
  referrer: '',
  utmSource: '',
  utmMedium: '',
  utmCampaign: '',
  utmContent: '',
  utmTerm: '',
  clickId: '',
};

const MINUTE = 60_000;

/** Hits in the order of time; `visit` and `visitor` are numbers for tables of raw events. */
export function* trafficModel({ seed, hits, from, days, profile = PROFILES.longTail }) {
  const random = randomFrom(seed);
  const powerLaw = (items, skew) =>
    items[Math.floor(items.length ** (random() ** skew)) - 1] ?? items[0];
  const minutes = days * 1440;
  const perMinute = hits / minutes / (profile.isLone === true ? 1 : 2.63);
  const people = Math.ceil((perMinute * 1440) / 1.5);
  const due = new Map();
  let visit = 0;
  let given = 0;
  for (let minute = 0; given < hits; minute += 1) {
    const hour = (minute / 60) % 24;
    const busy = 1 + 0.8 * Math.sin(((hour - 9) / 24) * 2 * Math.PI);
    const starting = Math.floor(perMinute * busy + random());
    for (let start = 0; start < starting; start += 1) {
      visit += 1;
      const visitor = profile.isLone === true ? visit : Math.floor(random() * people);
      const returning = (visitor * 2_654_435_761) % 100;
      const source =
        random() < 0.45
          ? DIRECT
          : random() < 0.07
            ? {
                ...DIRECT,
                utmSource: 'newsletter',
                utmMedium: 'email',
                utmCampaign: `week-${Math.floor(minute / 10_080)}`,
              }
            : { ...DIRECT, referrer: powerLaw(profile.referrers, 1.5) };
      const person = {
        visit,
        visitor,
        address: `10.${(visitor >> 16) & 255}.${(visitor >> 8) & 255}.${visitor & 255}`,
        client: CLIENTS[returning] ?? CLIENTS[0],
        country: returning < profile.atHome ? 'MY' : COUNTRIES[visitor % COUNTRIES.length],
      };
      let at = minute * MINUTE + Math.floor(random() * MINUTE);
      const length =
        profile.isLone === true || random() < 0.48
          ? 1
          : 2 + Math.floor(-Math.log(1 - random()) * 2.2);
      for (let view = 0; view < length; view += 1) {
        const slot = Math.floor(at / MINUTE);
        const hit = {
          app: 'bench',
          time: from + at,
          page: powerLaw(profile.pages, 1.3),
          source: view === 0 ? source : DIRECT,
          first: view === 0,
          ...person,
        };
        const list = due.get(slot);
        if (list === undefined) due.set(slot, [hit]);
        else list.push(hit);
        at += 8000 + Math.floor(random() ** 3 * 300_000);
      }
    }
    const now = due.get(minute) ?? [];
    due.delete(minute);
    now.sort((left, right) => left.time - right.time);
    for (const hit of now) {
      if (given >= hits) return;
      given += 1;
      yield hit;
    }
  }
}
