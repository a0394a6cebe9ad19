import { expect, it } from '@jest/globals';
import { consent } from '@emas/consent';
import { requestContext } from '@emas/request-context';
import express from 'express';
import type { Application } from 'express';
import request from 'supertest';
import { PURPOSES } from './clinic-registry.ts';

/** An app inside of another, which sets a cookie that was not allowed. */
function inner(): Application {
  return express().get('/x', (_req, res) => {
    res.set('Cache-Control', 'public');
    res.cookie('chatter_id', '1').cookie('own', '2').send('x');
  });
}

it.each<[string, (outer: Application) => unknown]>([
  ['mounted', (outer) => outer.use('/in', inner())],
  ['behind a router', (outer) => outer.use('/in', express.Router().use(inner()))],
  [
    'called by a handler',
    (outer) => {
      const app = inner();
      outer.use('/in', (req, res, next) => app(req, res, next));
    },
  ],
  [
    'in two apps',
    (outer) => {
      const app = inner();
      outer.use('/in', app);
      express().use(app);
    },
  ],
])('a cookie that is not allowed is held back in an app that is %s', async (_how, mount) => {
  const outer = express();
  outer.use(requestContext({ app: outer }), consent({ purposes: PURPOSES }));
  mount(outer);
  const { headers, text } = await request(outer).get('/in/x');
  expect(text).toBe('x');
  expect(headers['set-cookie']).toEqual([expect.stringMatching(/^own=2/)]);
  expect(headers['cache-control']).toBe('private');
});
