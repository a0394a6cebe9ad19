import { describe, expect, it, test } from '@jest/globals';
import { deprecated, deprecations } from '@emas/deprecation';
import type { DeprecationNotice } from '@emas/deprecation';
import express from 'express';
import express4 from 'express4';
import request from 'supertest';
import { ledgerApp } from './ledger-app.ts';

const NOTICE = {
  since: '2026-06-01',
  sunset: '2027-06-01',
  successor: '/api/v2/clinics',
  docs: 'https://docs.test/v2',
  policy: 'https://docs.test/sunset',
} as const;
const LINKS =
  '<https://docs.test/v2>; rel="deprecation"; type="text/html", ' +
  '<https://docs.test/sunset>; rel="sunset"; type="text/html", ' +
  '</api/v2/clinics>; rel="successor-version"';

describe.each([
  ['Express 5', express],
  ['Express 4', express4],
])('on %s', (_name, create) => {
  it('a route says since when, until when, and where to go', async () => {
    const { app, ledger } = ledgerApp({}, create);
    app.get('/v1', ledger(NOTICE), (_req, res) => void res.send('old'));
    const { status, headers } = await request(app).get('/v1');
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      deprecation: '@1780272000',
      sunset: 'Tue, 01 Jun 2027 00:00:00 GMT',
      link: LINKS,
    });
  });

  it('links of the app stay, whether they are set before or after, by any means', async () => {
    const { app, ledger } = ledgerApp({}, create);
    app.use((_req, res, next) => {
      res.links({ next: '/page/2' });
      next();
    });
    app.get('/v1', ledger(NOTICE), (_req, res) => {
      res.append('Link', '</style.css>; rel="preload"').send('old');
    });
    app.get('/replaced', ledger(NOTICE), (_req, res) => {
      res.set('Link', '</only>; rel="self"');
      res.writeHead(200);
      res.end('old');
    });
    const { headers } = await request(app).get('/v1');
    expect(headers['link']).toContain('rel="next"');
    expect(headers['link']).toContain('rel="preload"');
    expect(headers['link']).toContain(LINKS);
    expect((await request(app).get('/replaced')).headers['link']).toBe(
      `</only>; rel="self", ${LINKS}`,
    );
  });

  it('of a router and its route the earliest dates hold, and links are told once', async () => {
    const { app, ledger } = ledgerApp({}, create);
    const router = create.Router();
    router.get(
      '/x',
      ledger({ ...NOTICE, since: '2026-01-01' }),
      (_req, res) => void res.send('old'),
    );
    app.use(
      '/v1',
      ledger({ since: '2026-03-01', sunset: '2027-01-01', docs: NOTICE.docs }),
      router,
    );
    const { headers } = await request(app).get('/v1/x');
    expect(headers['deprecation']).toBe('@1767225600');
    expect(headers['sunset']).toBe('Fri, 01 Jan 2027 00:00:00 GMT');
    expect(headers['link']?.match(/rel="deprecation"/g)).toHaveLength(1);
  });
});

it('what is not decided is not told', async () => {
  const { app, ledger } = ledgerApp();
  app.get('/v1', ledger({ since: '2026-06-01' }), (_req, res) => void res.send('old'));
  const { headers } = await request(app).get('/v1');
  expect(headers['deprecation']).toBe('@1780272000');
  expect(headers).not.toHaveProperty('sunset');
  expect(headers).not.toHaveProperty('link');
});

it("the app's own Deprecation and Sunset stay", async () => {
  const { app, ledger } = ledgerApp();
  app.get('/v1', ledger(NOTICE), (_req, res) => {
    res.set({ Deprecation: '@1', Sunset: 'Thu, 01 Jan 2099 00:00:00 GMT' }).send('old');
  });
  const { headers } = await request(app).get('/v1');
  expect(headers).toMatchObject({ deprecation: '@1', sunset: 'Thu, 01 Jan 2099 00:00:00 GMT' });
});

test('the one ledger of a process marks routes without any set-up', async () => {
  const app = express();
  app.get(
    '/v1',
    deprecated({ since: '2026-06-01T08:00:00+08:00' }),
    (_req, res) => void res.send('old'),
  );
  expect((await request(app).get('/v1')).headers['deprecation']).toBe('@1780272000');
});

describe('a wrong notice stops the start', () => {
  it.each<[string, unknown, RegExp]>([
    ['no notice', undefined, /there is no notice/],
    ['no date', {}, /"since" is not a date/],
    ['a date in words', { since: 'last June' }, /"since" is not a date/],
    ['a day that there is not', { since: '2026-02-30' }, /"since" is not a date/],
    ['a time without its offset', { since: '2026-06-01T08:00' }, /"since" is not a date/],
    ['an invalid Date', { since: new Date(Number.NaN) }, /"since" is not a date/],
    [
      'a sunset before its beginning',
      { since: '2026-06-01', sunset: '2026-05-31' },
      /"sunset" is before "since"/,
    ],
    [
      'a link with a line feed',
      { since: '2026-06-01', docs: 'https://a.test/\r\nX: y' },
      /"docs" is not a link/,
    ],
    [
      'a link that ends its brackets',
      { since: '2026-06-01', successor: '/a>; rel="x"' },
      /"successor" is not a link/,
    ],
    ['a link with blanks', { since: '2026-06-01', policy: '/a b' }, /"policy" is not a link/],
    [
      'a brown-out that ends first',
      { since: '2026-06-01', brownouts: [{ from: '2026-12-02', to: '2026-12-01' }] },
      /ends before it begins/,
    ],
    [
      'a brown-out of another status',
      { since: '2026-06-01', brownouts: [{ from: '2026-12-01', to: '2026-12-02', status: 429 }] },
      /not 410 or 503/,
    ],
    [
      'a weekday that there is not',
      {
        since: '2026-06-01',
        brownouts: [{ every: 'week', on: 'someday', at: '10:00', minutes: 5 }],
      },
      /"brownouts.0.on" is not a weekday/,
    ],
    ['a misspelt name', { since: '2026-06-01', sunet: '2027-06-01' }, /did you mean "sunset"/],
    [
      'a misspelt name of a brown-out',
      { since: '2026-06-01', brownouts: [{ from: '2026-12-01', til: '2026-12-02' }] },
      /brownouts\.0: .*"til"/,
    ],
    ['a time on a day that there is not', { since: '2026-02-30T08:00Z' }, /"since" is not a date/],
    [
      'a time that there is not',
      { since: '2026-06-01', brownouts: [{ every: 'day', at: '25:00', minutes: 5 }] },
      /"brownouts.0.at" is not a time of day/,
    ],
    [
      'a zone that there is not',
      {
        since: '2026-06-01',
        brownouts: [{ every: 'day', at: '10:00', minutes: 5, timeZone: 'Mars/One' }],
      },
      /"brownouts.0.timeZone" is not a time zone/,
    ],
    [
      'minutes without end',
      { since: '2026-06-01', brownouts: [{ every: 'day', at: '10:00', minutes: 9999 }] },
      /"brownouts.0.minutes"/,
    ],
  ])('%s', (_name, notice, message) => {
    const { ledger } = ledgerApp();
    expect(() => ledger(notice as DeprecationNotice)).toThrow(message);
    expect(() => ledger(notice as DeprecationNotice)).toThrow(
      expect.objectContaining({ code: 'ERR_EMAS_DEPRECATION_NOTICE' }),
    );
  });

  it('and so does a misspelt option', () => {
    expect(() => deprecations({ afterSunrise: 'gone' } as object)).toThrow(
      /did you mean "afterSunset"/,
    );
  });
});
