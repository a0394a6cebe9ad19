import { describe, expect, it } from '@jest/globals';
import { consent } from '@emas/consent';
import type { ConsentOptions } from '@emas/consent';
import { requestContext } from '@emas/request-context';
import express from 'express';
import request from 'supertest';
import { PURPOSES } from './clinic-registry.ts';

describe('what depends on a choice', () => {
  const caching = async (given: string | undefined, options: Partial<ConsentOptions> = {}) => {
    const app = express();
    app.use(requestContext({ app }), consent({ purposes: PURPOSES, ...options }));
    app.get('/asks', (req, res) => {
      if (given !== undefined) res.set('Cache-Control', given);
      res.send(String(req.consent?.asks));
    });
    app.get('/asks-not', (_req, res) => void res.set('Cache-Control', given ?? '').send('same'));
    const { headers } = await request(app).get('/asks');
    const other = await request(app).get('/asks-not');
    return { asked: headers, other: other.headers['cache-control'] };
  };

  it.each([
    [undefined, 'private'],
    ['public, max-age=600', 'private, max-age=600'],
    ['max-age=600, s-maxage=900', 'private, max-age=600'],
    ['no-store', 'no-store'],
    ['private, no-cache', 'private, no-cache'],
    ['private="X-Name", max-age=9', 'private, private="X-Name", max-age=9'],
  ])('is kept by no cache that many share: %s', async (given, kept) => {
    const { asked, other } = await caching(given);
    expect(asked['cache-control']).toBe(kept);
    expect(other ?? '').toBe(given ?? '');
  });

  it('is kept by none where only the gate had to know, nor by caches of the site itself', async () => {
    const app = express();
    app.use(requestContext({ app }), consent({ purposes: PURPOSES }));
    app.get('/', (_req, res) => {
      res.set({ 'Cache-Control': 'public, max-age=9', 'CDN-Cache-Control': 'max-age=900' });
      res.send('a page');
    });
    const { headers } = await request(app).get('/').set('Cookie', 'chatter_a=1');
    expect(headers['cache-control']).toBe('private, max-age=9');
    expect(headers['cdn-cache-control']).toBeUndefined();
    expect(headers['vary']).toContain('Cookie');
  });

  it('says by what it differs, DNT too where that counts', async () => {
    expect((await caching(undefined)).asked['vary']).toBe('Cookie, Sec-GPC');
    expect((await caching(undefined, { dnt: true })).asked['vary']).toBe('Cookie, Sec-GPC, DNT');
  });
});
