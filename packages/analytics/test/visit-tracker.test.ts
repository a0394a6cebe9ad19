import { describe, expect, it } from '@jest/globals';
import type { Hit } from '../src/hit.ts';
import { Recorder } from '../src/record/recorder.ts';
import { VisitValueTable } from '../src/visit/visit-values.ts';
import { localDays } from '@emas/calendar';
import { VisitTracker } from '../src/visit/visit-tracker.ts';
import type { TrackedHit } from '../src/visit/advance-visit.ts';
import { VisitorKeyMaker } from '../src/visit/visitor-keys.ts';

const NO_SOURCE = {
  referrer: '',
  utmSource: '',
  utmMedium: '',
  utmCampaign: '',
  utmContent: '',
  utmTerm: '',
  clickId: '',
};

const CLIENT = {
  browser: 'Firefox',
  browserVersion: '128',
  os: 'Linux',
  osVersion: '',
  device: 'desktop',
  vendor: '',
  model: '',
  app: '',
  bot: null,
} as const;

/** Somebody who looks at pages of an app at given times. */
function visitorOf(timeZone: string) {
  const days = localDays(timeZone);
  const keys = new VisitorKeyMaker({ ipv4: 32, ipv6: 64 });
  const tracker = new VisitTracker(keys, new VisitValueTable(), 1000);
  return {
    tracker,
    views(page: string, at: string, change: Partial<Hit> = {}): TrackedHit {
      const hit: Hit = {
        app: 'portal',
        time: Date.parse(at),
        address: '203.0.113.7',
        client: CLIENT,
        country: 'MY',
        page,
        source: NO_SOURCE,
        ...change,
      };
      const [day, hour] = [days.dayOf(hit.time), days.hourOf(hit.time)];
      return tracker.track({ hit, page, day, hour });
    },
  };
}

describe('a visit', () => {
  it('begins, stops being a bounce, and grows', () => {
    const somebody = visitorOf('UTC');
    expect(somebody.views('/', '2026-11-23T10:00:00Z')).toMatchObject({
      starts: true,
      duration: 0,
      leftPage: '',
      firstOfPage: true,
    });
    expect(somebody.views('/claims', '2026-11-23T10:01:30Z')).toMatchObject({
      starts: false,
      secondHit: true,
      duration: 90,
      leftPage: '/',
    });
    expect(somebody.views('/', '2026-11-23T10:02:00Z')).toMatchObject({
      secondHit: false,
      firstOfPage: false,
      duration: 30,
      leftPage: '/claims',
    });
  });

  it.each([
    ['2026-11-23T10:30:00.000Z', false],
    ['2026-11-23T10:30:00.001Z', true],
  ])('that was idle until %s begins anew: %s', (at, starts) => {
    const somebody = visitorOf('UTC');
    somebody.views('/', '2026-11-23T10:00:00Z');
    expect(somebody.views('/', at)).toMatchObject({ starts });
  });

  it('keeps the hour and the page with which it began', () => {
    const somebody = visitorOf('UTC');
    const { visit } = somebody.views('/', '2026-11-23T10:59:59Z');
    expect(somebody.views('/claims', '2026-11-23T11:10:00Z').visit.values).toBe(visit.values);
    expect(visit.values.json).toMatch(/^"10\\t\/\\t/);
  });

  it.each(['Asia/Kuala_Lumpur', 'America/New_York', 'Asia/Kathmandu'])(
    'survives midnight and the change of salt in %s, under a new key',
    (timeZone) => {
      const midnight = {
        'Asia/Kuala_Lumpur': '16:00',
        'America/New_York': '05:00',
        'Asia/Kathmandu': '18:15',
      }[timeZone];
      const at = Date.parse(`2026-11-23T${midnight}:00Z`);
      const somebody = visitorOf(timeZone);
      const before = somebody.views('/', new Date(at - 60_000).toISOString());
      const after = somebody.views('/claims', new Date(at + 60_000).toISOString());
      expect(after).toMatchObject({
        starts: false,
        secondHit: true,
        duration: 120,
        visit: before.visit,
      });
      expect(after.key).not.toBe(before.key);
      const later = somebody.views('/', new Date(at + 120_000).toISOString());
      expect(later).toMatchObject({ starts: false });
      expect(later.key).toBe(after.key);
    },
  );

  it('is not taken up again after two midnights, nor the key', () => {
    const somebody = visitorOf('UTC');
    const first = somebody.views('/', '2026-11-23T12:00:00Z');
    const third = somebody.views('/', '2026-11-25T12:00:00Z');
    expect(third).toMatchObject({ starts: true });
    expect(third.key).not.toBe(first.key);
  });

  it('takes no harm from a clock that jumps', () => {
    const somebody = visitorOf('UTC');
    somebody.views('/', '2026-11-23T12:00:00Z');
    const back = somebody.views('/claims', '2026-11-23T08:00:00Z');
    expect(back).toMatchObject({ starts: false, duration: 0, secondHit: true });
    const again = somebody.views('/', '2026-11-23T12:00:10Z');
    expect(again).toMatchObject({ starts: false, duration: 10 });
    const ahead = somebody.views('/', '2027-06-01T00:00:00Z');
    expect(ahead).toMatchObject({ starts: true, duration: 0 });
    const home = somebody.views('/', '2026-11-23T12:01:00Z');
    expect(home.duration).toBe(0);
  });

  it.each([
    ['another address', { address: '203.0.113.8' }, 2],
    ['another browser version', { client: { ...CLIENT, browserVersion: '129' } }, 2],
    ['another app', { app: 'blog' }, 2],
    ['the same IPv6 network', { address: '2001:db8:1:2:aaaa::1' }, 2],
  ])('tells visitors apart by %s', (_, change, visitors) => {
    const somebody = visitorOf('UTC');
    const keys = new Set([
      somebody.views('/', '2026-11-23T12:00:00Z').key,
      somebody.views('/', '2026-11-23T12:00:01Z', change).key,
    ]);
    expect(keys.size).toBe(visitors);
  });

  it('takes the addresses of one IPv6 /64 for one visitor', () => {
    const somebody = visitorOf('UTC');
    const keys = ['2001:db8:1:2:aaaa::1', '2001:db8:1:2:bbbb::9'].map(
      (address) => somebody.views('/', '2026-11-23T12:00:00Z', { address }).key,
    );
    expect(keys[0]).toBe(keys[1]);
  });
});

describe('the memory', () => {
  it('is bounded, the oldest going first', () => {
    const somebody = visitorOf('UTC');
    for (let person = 0; person < 1500; person += 1) {
      const address = `10.0.${Math.floor(person / 250)}.${person % 250}`;
      somebody.views('/', '2026-11-23T12:00:00Z', { address });
    }
    expect(somebody.tracker.size).toBe(1000);
    expect(somebody.tracker.evicted).toBe(500);
  });

  it('forgets a visit that is over', () => {
    const somebody = visitorOf('UTC');
    somebody.views('/', '2026-11-23T12:00:00Z');
    somebody.tracker.sweep(Date.parse('2026-11-23T12:30:00Z'));
    expect(somebody.tracker.size).toBe(1);
    somebody.tracker.sweep(Date.parse('2026-11-23T12:30:01Z'));
    expect(somebody.tracker.size).toBe(0);
  });
});

describe('on a site that nobody visits any more', () => {
  const network = { ipv4: 32, ipv6: 64 };
  const identity = { app: 'portal', address: '203.0.113.9', client: CLIENT };

  it('the secret goes with the day after: nobody can make the key of a visitor again', () => {
    const keys = new VisitorKeyMaker(network);
    const before = keys.today(identity, '2026-11-23');
    keys.turnTo('2026-11-24');
    expect(keys.yesterday(identity)).toBe(before);
    keys.turnTo('2026-11-25');
    expect(keys.yesterday(identity)).not.toBe(before);
    expect(keys.today(identity, '2026-11-23')).not.toBe(before);
  });

  it('visits that are over are forgotten as time passes', () => {
    const recorder = new Recorder({
      app: 'portal',
      timeZone: 'UTC',
      network,
      maxVisitors: 100,
      maxPages: 100,
      maxHits: 100,
    });
    const time = Date.parse('2026-11-23T12:00:00Z');
    recorder.record({ ...identity, time, country: 'MY', page: '/', source: NO_SOURCE });
    recorder.passTime(time + 29 * 60_000);
    expect(recorder.memory().visitors).toBe(1);
    recorder.passTime(time + 45 * 60_000);
    expect(recorder.memory().visitors).toBe(0);
  });
});
