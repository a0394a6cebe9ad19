import { describe, expect, it } from '@jest/globals';
import { createEventBus } from '@emas/events';
import { rateLimit } from '@emas/hardening';
import { requestContext } from '@emas/request-context';
import express from 'express';
import type { ErrorRequestHandler } from 'express';
import request from 'supertest';

describe('without an address', () => {
  const behind = (from: string, limits: ReturnType<typeof rateLimit>): Promise<number> => {
    const app = express();
    app.set('trust proxy', 1);
    app.use(requestContext({ app }), limits, (_req, res) => void res.send('ok'));
    return request(app)
      .get('/')
      .set('X-Forwarded-For', from)
      .then(({ status }) => status);
  };

  it('nobody uses up what others have: each is let through, and counted as such', async () => {
    const limits = rateLimit({ limit: 2, events: createEventBus() });
    for (const from of ['unknown', 'unknown', '_x', 'unknown', '60.48.1.2']) {
      expect(await behind(from, limits)).toBe(200);
    }
    expect(limits.counters()).toMatchObject({ refused: 0, unaddressed: 4 });
  });

  it('what is counted by something else is counted', async () => {
    const limits = rateLimit({ limit: 2, by: () => 'key', events: createEventBus() });
    const statuses = [];
    for (let round = 0; round < 3; round += 1) statuses.push(await behind('unknown', limits));
    expect(statuses).toEqual([200, 200, 429]);
  });

  it('five visitors with a port each are five', async () => {
    const limits = rateLimit({ limit: 1, events: createEventBus() });
    for (const host of [1, 2, 3, 4, 5]) {
      expect(await behind(`60.48.1.${host}:5112${host}`, limits)).toBe(200);
    }
    expect(await behind('60.48.1.5:61000', limits)).toBe(429);
  });
});

it('refuses to count where no request context says who asks', async () => {
  const app = express();
  const errors: unknown[] = [];
  app.use(rateLimit({ limit: 1, events: createEventBus() }));
  app.use((_req, res) => void res.send('ok'));
  app.use(((error, _req, res, _next) => {
    errors.push(error);
    res.status(500).end();
  }) as ErrorRequestHandler);
  expect((await request(app).get('/')).status).toBe(500);
  expect(errors).toEqual([expect.objectContaining({ code: 'ERR_EMAS_REQUEST_CONTEXT_MISSING' })]);
});
