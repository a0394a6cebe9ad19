import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import express from 'express';
import type { Application } from 'express';
import request from 'supertest';
import { startEngine } from '../../../test/engine/start-engine.ts';
import { startRedis } from '../../../test/engine/start-redis.ts';
import { waitUntil } from '../../../test/waiting/wait-until.ts';
import type { SuiteOptions } from '../src/index.ts';
import { runningSuite } from './running-suite.ts';
import type { RunningSuite } from './running-suite.ts';

let own: RunningSuite;
const closers: (() => unknown)[] = [];
afterEach(async () => {
  await own.end();
  for (const close of closers.splice(0)) await close();
});

function appOf(options: SuiteOptions = {}): Application {
  own = runningSuite(options);
  const app = express();
  own.emas.mount(app);
  return app;
}

describe('the sign of life', () => {
  it('says that the process answers and takes requests', async () => {
    const app = appOf();
    await request(app).get('/emas/health/live').expect(200, { status: 'ok' });
    await request(app).get('/emas/health/ready').expect(200, { status: 'ok' });
    const { body } = await request(app).get('/emas/health').expect('Cache-Control', 'no-store');
    expect(body.status).toBe('ok');
    await request(app).post('/emas/health').expect(404);
  });

  it('names what is away and serves on; of hosts and faults it tells nothing', async () => {
    const engine = await startEngine();
    closers.push(() => engine.stop());
    const app = appOf({ clickhouse: { url: engine.url }, dashboards: false });
    const bodyOnce = async (status: string): Promise<object> => {
      const ask = () => request(app).get('/emas/health').expect(200);
      const answer = async (): Promise<object | undefined> => {
        const { body } = await ask();
        return body.status === status ? body : undefined;
      };
      return waitUntil(status, answer, { state: async () => (await ask()).body });
    };
    const good = await bodyOnce('ok');
    expect(good).toMatchObject({ status: 'ok', parts: { clickhouse: 'ok', traffic: 'ok' } });
    await engine.refuse();
    const bad = await bodyOnce('degraded');
    expect(bad).toMatchObject({ status: 'degraded', parts: { clickhouse: 'away' } });
    expect(JSON.stringify(bad)).not.toMatch(/127\.0\.0\.1|ECONN|http/);
    await request(app).get('/emas/health/ready').expect(200);
  });

  it('knows whether Redis answers', async () => {
    const redis = await startRedis();
    closers.push(() => redis.stop());
    const app = appOf({ redis: 'redis://127.0.0.1:1' });
    const { body } = await request(app).get('/emas/health').expect(200);
    expect(body).toMatchObject({ status: 'degraded', parts: { redis: 'away' } });
  });

  it('moves where it is told to', async () => {
    await request(appOf({ health: '/status' }))
      .get('/status/live')
      .expect(200);
  });
});

describe('shutdown', () => {
  const listening = async (app: Application): Promise<{ server: Server; origin: string }> => {
    const server = app.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return { server, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
  };

  it('lets a request that is under way end, and takes no new one', async () => {
    const app = appOf();
    let answer: (() => void) | undefined;
    const reached = new Promise<void>((resolve) => {
      app.get('/slow', (_req, res) => {
        answer = () => res.send('whole');
        resolve();
      });
    });
    const { server, origin } = await listening(app);
    const slow = fetch(`${origin}/slow`);
    await reached;
    const ended = own.emas.close('test');
    expect(own.emas.close()).toBe(ended);
    await waitUntil('the door to be shut', () => !server.listening);
    await expect(fetch(`${origin}/emas/health/ready`)).rejects.toThrow('fetch failed');
    answer?.();
    expect(await (await slow).text()).toBe('whole');
    await ended;
    const [end] = own.told.filter(({ name }) => name === 'sys_shutdown');
    expect(end).toMatchObject({ fields: { reason: 'test' } });
  });

  it('cuts off what does not end within its time, and connections that nobody uses at once', async () => {
    const app = appOf({ shutdown: { signals: false, grace: 300 } });
    const reached = new Promise<void>((resolve) => {
      app.get('/never', () => resolve());
    });
    app.get('/soon', (_req, res) => {
      res.send('soon');
    });
    const { origin } = await listening(app);
    await (await fetch(`${origin}/soon`)).text();
    const never = fetch(`${origin}/never`);
    const cut = never.then(
      () => 'answered',
      () => 'cut off',
    );
    await reached;
    // It ends although that one never does.
    await own.emas.close();
    expect(await cut).toBe('cut off');
  });

  it('ends servers that were not started by app.listen() as well', async () => {
    const app = appOf();
    const server = own.emas.serve(createServer(app));
    expect(server.headersTimeout).toBe(10_000);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    await own.emas.close();
    expect(server.listening).toBe(false);
  });

  it('tells a balancer that no more is taken, while the rest ends', async () => {
    const app = appOf();
    const ended = own.emas.close();
    await request(app).get('/emas/health/ready').expect(503, { status: 'ending' });
    await request(app).get('/emas/health').expect(503);
    await request(app).get('/emas/health/live').expect(200);
    await ended;
  });
});
