import { describe, expect, it } from '@jest/globals';
import type { Brownout, DeprecationNotice } from '@emas/deprecation';
import request from 'supertest';
import type { Response } from 'supertest';
import { brownoutSchedule } from '../src/brownouts.ts';
import { ledgerApp } from './ledger-app.ts';
import type { LedgerApp } from './ledger-app.ts';

function oldRoute(notice: Partial<DeprecationNotice>): LedgerApp {
  const app = ledgerApp();
  const full = { since: '2026-01-01', successor: '/v2', ...notice };
  app.app.get('/v1', app.ledger(full), (_req, res) => void res.send('old'));
  return app;
}
const ask = ({ app }: LedgerApp): Promise<Response> => request(app).get('/v1');

describe('after the sunset', () => {
  it('calls are answered on, unless it is to be gone', async () => {
    const app = oldRoute({ sunset: '2026-11-01' });
    expect((await ask(app)).status).toBe(200);
  });

  it('then they get 410 with a problem document, and still count', async () => {
    const app = oldRoute({ sunset: '2026-11-23T12:00:00Z', afterSunset: 'gone' });
    app.clock.now -= 1;
    expect((await ask(app)).status).toBe(200);
    app.clock.now += 1;
    const { status, body, headers } = await ask(app);
    expect(status).toBe(410);
    expect(headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(headers['link']).toContain('successor-version');
    expect(body).toMatchObject({ status: 410, code: 'ERR_EMAS_DEPRECATED_GONE', successor: '/v2' });
    expect(app.told()).toEqual(['deprecated_api_used', 'deprecated_api_refused']);
    expect(app.ledger.ledger()).toMatchObject([{ count: 2 }]);
  });

  it.each([
    ['en', 'No longer available'],
    ['ms', 'Tidak lagi tersedia'],
  ])('people get a page in "%s", with the way to what replaces it', async (language, title) => {
    const app = oldRoute({ sunset: '2026-01-02', afterSunset: 'gone' });
    const { status, text } = await request(app.app)
      .get('/v1')
      .set({ Accept: 'text/html', 'Accept-Language': language });
    expect(status).toBe(410);
    expect(text).toContain(`<h1>${title}</h1>`);
    expect(text).toContain('<a href="/v2">');
  });
});

describe('a brown-out', () => {
  it('refuses with its status for its time, and only then', async () => {
    const app = oldRoute({
      brownouts: [{ from: '2026-11-23T13:00:00Z', to: '2026-11-23T13:10:00Z', status: 503 }],
    });
    expect((await ask(app)).status).toBe(200);
    app.clock.now = Date.parse('2026-11-23T13:01:00Z');
    const { status, body, headers } = await ask(app);
    expect({ status, retry: headers['retry-after'] }).toEqual({ status: 503, retry: '540' });
    expect(headers['deprecation']).toBe('@1767225600');
    expect(body).toMatchObject({ code: 'ERR_EMAS_DEPRECATED_BROWNOUT' });
    app.clock.now = Date.parse('2026-11-23T13:10:00Z');
    expect((await ask(app)).status).toBe(200);
  });
});

describe('recurring times', () => {
  const at = (brownout: Brownout, time: string): number | undefined =>
    brownoutSchedule([brownout])(Date.parse(time))?.status;

  it.each<[string, Brownout, string, boolean]>([
    [
      'on its day',
      { every: 'week', on: 'monday', at: '10:00', minutes: 15 },
      '2026-11-23T10:00:00Z',
      true,
    ],
    [
      'to its last second',
      { every: 'week', on: 'monday', at: '10:00', minutes: 15 },
      '2026-11-23T10:14:59Z',
      true,
    ],
    [
      'not a second longer',
      { every: 'week', on: 'monday', at: '10:00', minutes: 15 },
      '2026-11-23T10:15:00Z',
      false,
    ],
    [
      'not on another day',
      { every: 'week', on: 'monday', at: '10:00', minutes: 15 },
      '2026-11-24T10:05:00Z',
      false,
    ],
    ['each day', { every: 'day', at: '10:00', minutes: 15 }, '2026-11-24T10:05:00Z', true],
    [
      'on the clock of its zone',
      { every: 'day', at: '10:00', minutes: 15, timeZone: 'Asia/Kuala_Lumpur' },
      '2026-11-23T02:05:00Z',
      true,
    ],
    [
      'which is summer time in July',
      { every: 'day', at: '10:00', minutes: 15, timeZone: 'Europe/Berlin' },
      '2026-07-01T08:05:00Z',
      true,
    ],
    [
      'and winter time in January',
      { every: 'day', at: '10:00', minutes: 15, timeZone: 'Europe/Berlin' },
      '2026-01-05T09:05:00Z',
      true,
    ],
    [
      'over midnight',
      { every: 'week', on: 'monday', at: '23:50', minutes: 30 },
      '2026-11-24T00:10:00Z',
      true,
    ],
    [
      'over midnight, from its own day only',
      { every: 'week', on: 'monday', at: '23:50', minutes: 30 },
      '2026-11-23T00:10:00Z',
      false,
    ],
    [
      'not before it begins',
      { every: 'day', at: '10:00', minutes: 15, from: '2026-12-01' },
      '2026-11-30T10:05:00Z',
      false,
    ],
    [
      'not once it is over',
      { every: 'day', at: '10:00', minutes: 15, until: '2026-12-01' },
      '2026-12-01T10:05:00Z',
      false,
    ],
  ])('%s', (_name, brownout, time, holds) => {
    expect(at(brownout, time) !== undefined).toBe(holds);
  });
});
