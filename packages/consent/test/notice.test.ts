import { describe, expect, it } from '@jest/globals';
import { consent } from '@emas/consent';
import type { ConsentOptions } from '@emas/consent';
import { requestContext } from '@emas/request-context';
import express from 'express';
import request from 'supertest';
import { PURPOSES, purpose, service } from './clinic-registry.ts';

function site(options: Partial<ConsentOptions> = {}): express.Application {
  const app = express();
  app.use(requestContext({ app }), consent({ purposes: PURPOSES, ...options }));
  app.get('/accept', (req, res) => void res.json(req.consent?.accept()));
  app.get('/notice', (req, res) => {
    const language = req.query['lang'] === 'ms' ? 'ms' : 'en';
    const { cookieTable, thirdPartyTable } = res.locals;
    res.json([cookieTable?.({ language }), thirdPartyTable?.({ language })]);
  });
  app.get('/head', (_req, res) => void res.send(res.locals.consentMode?.() ?? 'none'));
  return app;
}

const cellsOf = (table: string): string[][] =>
  [...table.matchAll(/<tr[^>]*>(.*?)<\/tr>/g)].map(([, row = '']) =>
    [...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/g)].map(([, cell = '']) => cell),
  );

describe('the notice', () => {
  it('lists every cookie and every entry of the storage, its own too', async () => {
    const [cookies = ''] = (await request(site({ remember: { refused: 90 } })).get('/notice')).body;
    expect(cellsOf(cookies)).toEqual([
      ['Name', 'Kind', 'For', 'What it does', 'Kept for'],
      ['sid', 'cookie', 'portal: signing-in', 'What it holds', '30 days'],
      ['chatter_*', 'cookie', 'chat: support-chat', 'What it holds', '30 days'],
      ['wide', 'cookie', 'chat: support-chat', 'What it holds', '30 days'],
      ['chatter', 'browser storage', 'chat: support-chat', 'What it holds', '30 days'],
      ['_count', 'cookie', 'counter: figures', 'What it holds', '30 days'],
      [
        'consent',
        'cookie',
        'Your privacy choices',
        'What you allowed, and on which day; nothing that identifies you.',
        '365 days if you allowed something, 90 days if you refused',
      ],
    ]);
  });

  it('lists who else gets to know something, in the reader’s language, and nothing as markup', async () => {
    const bad = '<b>"Klinik"</b>';
    const provider = { name: bad, country: 'SG', privacy: 'https://clinic.example/' };
    const purposes = [purpose('care', [service('clinic', { provider, healthData: true })])];
    const app = site({ purposes });
    const [, parties = ''] = (await request(app).get('/notice?lang=ms')).body;
    expect(cellsOf(parties)[1]).toEqual([
      '&lt;b&gt;&quot;Klinik&quot;&lt;/b&gt;',
      'Singapura',
      'care (ms)',
      'What clinic does (ms) Melibatkan data tentang kesihatan.',
      '30 days (ms)',
    ]);
  });
});

describe('Google’s tags', () => {
  const consentMode = { analytics_storage: 'figures', ad_storage: 'support-chat' } as const;
  const stateIn = (markup: string): unknown =>
    JSON.parse((/data-state="([^"]*)"/.exec(markup)?.[1] ?? '').replaceAll('&quot;', '"'));

  it('are told what is denied before they come, and nothing is loaded from anybody', async () => {
    const { text } = await request(site({ consentMode })).get('/head');
    expect(Object.values(stateIn(text) as object)).toEqual(Array(7).fill('denied'));
    const sources = [...text.matchAll(/ src="([^"]+)"/g)].map(([, src]) => src);
    expect(sources.every((src) => src?.startsWith('/emas/consent'))).toBe(true);
    expect(text).toMatch(/^<script src=/);
  });

  it('are told what was allowed, by the purpose that stands for it', async () => {
    const app = site({ consentMode });
    const [cookie = ''] = (await request(app).get('/accept')).headers['set-cookie'] ?? [];
    const { text } = await request(app)
      .get('/head')
      .set('Cookie', cookie.split(';', 1)[0] ?? '');
    expect(stateIn(text)).toMatchObject({
      analytics_storage: 'granted',
      ad_storage: 'granted',
      ad_user_data: 'denied',
    });
  });

  it('are told nothing where nobody asked for it', async () => {
    expect((await request(site()).get('/head')).text).toBe('none');
  });

  it('want purposes that there are', () => {
    expect(() => site({ consentMode: { ad_storage: 'adverts' } })).toThrow(
      'consentMode.ad_storage: expected the id of a purpose, received "adverts".',
    );
  });
});
