import type { Hit } from '../src/hit.ts';
import { randomFrom } from '../../../test/runner/random-from.js';

const PAGES = ['/', '/claims', '/claims/:claimId', '/clinics', '/support', '/privacy'];
const REFERRERS = [
  '',
  '',
  'google.com',
  'l.facebook.com',
  'facebook.com',
  'mail.google.com',
  'chatgpt.com',
  'news.example',
];
const CLIENTS = [
  { browser: 'Chrome', os: 'Android', device: 'mobile' },
  { browser: 'Mobile Safari', os: 'iOS', device: 'mobile' },
  { browser: 'Chrome', os: 'Windows', device: 'desktop' },
  { browser: 'Firefox', os: 'Linux', device: 'desktop' },
] as const;
const COUNTRIES = ['MY', 'MY', 'MY', 'SG', 'ID', ''];

/** Visits of many people between two instants, in the order of time. */
export function simulatedHits(
  seed: number,
  options: { readonly from: number; readonly to: number; readonly visits: number },
): Hit[] {
  const random = randomFrom(seed);
  const pick = <Item>(items: readonly Item[]): Item => {
    const item = items[Math.floor(random() ** 1.7 * items.length)];
    if (item === undefined) throw new Error('There is nothing to pick from.');
    return item;
  };
  const people = Math.ceil(options.visits / 3);
  const hits: Hit[] = [];
  for (let visit = 0; visit < options.visits; visit += 1) {
    const person = Math.floor(random() * people);
    const client = CLIENTS[person % CLIENTS.length] ?? CLIENTS[0];
    const campaign = random() < 0.15;
    let time = options.from + Math.floor(random() * (options.to - options.from));
    const length = 1 + Math.floor(random() ** 3 * 8);
    for (let view = 0; view < length && time < options.to; view += 1) {
      hits.push({
        app: 'portal',
        time,
        address: `10.0.${Math.floor(person / 250)}.${person % 250}`,
        client: {
          ...client,
          browserVersion: '1',
          osVersion: '',
          vendor: '',
          model: '',
          app: '',
          bot: null,
        },
        country: COUNTRIES[person % COUNTRIES.length] ?? '',
        page: pick(PAGES),
        source: {
          referrer: view === 0 ? pick(REFERRERS) : '',
          utmSource: campaign && view === 0 ? 'newsletter' : '',
          utmMedium: campaign && view === 0 ? 'email' : '',
          utmCampaign: '',
          utmContent: '',
          utmTerm: '',
          clickId: '',
        },
      });
      // Now and then longer than a visit's idle time.
      time += Math.floor(random() ** 4 * 45 * 60_000) + 1000;
    }
  }
  return hits.toSorted((left, right) => left.time - right.time);
}
