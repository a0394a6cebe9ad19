import { describe, expect, it } from '@jest/globals';
import type { Hit } from '../src/hit.ts';
import { DimensionTable } from '../src/visit/dimensions.ts';
import { localDays } from '@emas/calendar';
import { VisitTracker } from '../src/visit/visit-tracker.ts';
import type { TrackedHit } from '../src/visit/advance-visit.ts';
import { VisitorKeyMaker } from '../src/visit/visitor-keys.ts';

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
  const tracker = new VisitTracker(keys, new DimensionTable(), 1000);
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
        source: { referrer: '', utmSource: '', utmMedium: '', utmCampaign: '' },
        ...change,
      };
      const day = days.dayOf(hit.time);
      return tracker.track(hit, day);
    },
  };
}

describe('a visit', () => {
  it('begins, stops being a bounce, and grows', () => {
    const somebody = visitorOf('UTC');
    expect(somebody.views('/', '2026-11-23T10:00:00Z')).toMatchObject({
      starts: true,
      duration: 0,
      leftPage: undefined,
      firstInVisit: true,
      first: { visitor: 1, page: 1, source: 1, entry_page: 1 },
    });
    expect(somebody.views('/claims', '2026-11-23T10:01:30Z')).toMatchObject({
      starts: false,
      secondHit: true,
      duration: 90,
      leftPage: '/',
      first: { visitor: 0, page: 1, source: 0, entry_page: 0 },
    });
    expect(somebody.views('/', '2026-11-23T10:02:00Z')).toMatchObject({
      secondHit: false,
      firstInVisit: false,
      duration: 30,
      leftPage: '/claims',
      first: { page: 0 },
    });
  });

  it.each([
    ['2026-11-23T10:30:00.000Z', false],
    ['2026-11-23T10:30:00.001Z', true],
  ])('that was idle until %s begins anew: %s', (at, starts) => {
    const somebody = visitorOf('UTC');
    somebody.views('/', '2026-11-23T10:00:00Z');
    expect(somebody.views('/', at)).toMatchObject({ starts, first: { visitor: 0 } });
  });

  it('belongs to the quarter of an hour in which it began', () => {
    const somebody = visitorOf('UTC');
    somebody.views('/', '2026-11-23T10:14:59Z');
    expect(somebody.views('/claims', '2026-11-23T10:40:00Z').visitSlot).toBe(
      Date.parse('2026-11-23T10:00:00Z'),
    );
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
        visitDay: before.visitDay,
        first: { visitor: 1, page: 1, source: 1 },
      });
      expect(after.visitor).not.toBe(before.visitor);
      const later = somebody.views('/', new Date(at + 120_000).toISOString());
      expect(later).toMatchObject({ starts: false, first: { visitor: 0, page: 1 } });
      expect(later.visitor).toBe(after.visitor);
    },
  );

  it('is not taken up again after two midnights, nor the key', () => {
    const somebody = visitorOf('UTC');
    const first = somebody.views('/', '2026-11-23T12:00:00Z');
    const third = somebody.views('/', '2026-11-25T12:00:00Z');
    expect(third).toMatchObject({ starts: true, first: { visitor: 1 } });
    expect(third.visitor).not.toBe(first.visitor);
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
      somebody.views('/', '2026-11-23T12:00:00Z').visitor,
      somebody.views('/', '2026-11-23T12:00:01Z', change).visitor,
    ]);
    expect(keys.size).toBe(visitors);
  });

  it('takes the addresses of one IPv6 /64 for one visitor', () => {
    const somebody = visitorOf('UTC');
    const keys = ['2001:db8:1:2:aaaa::1', '2001:db8:1:2:bbbb::9'].map(
      (address) => somebody.views('/', '2026-11-23T12:00:00Z', { address }).visitor,
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

  it('forgets who is gone once the day is over', () => {
    const somebody = visitorOf('UTC');
    somebody.views('/', '2026-11-23T12:00:00Z');
    somebody.tracker.sweep(Date.parse('2026-11-23T23:00:00Z'), '2026-11-23');
    expect(somebody.tracker.size).toBe(1);
    somebody.tracker.sweep(Date.parse('2026-11-24T00:00:00Z'), '2026-11-24');
    expect(somebody.tracker.size).toBe(0);
  });
});
