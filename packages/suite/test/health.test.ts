import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import express from 'express';
import type { Application } from 'express';
import request from 'supertest';
import type { DeveloperReport, PipelineRow } from '@emas/dashboards';
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

  it('is the same on the developer page, with the fault', async () => {
    const engine = await startEngine();
    closers.push(() => engine.stop());
    const app = appOf({ clickhouse: { url: engine.url } });
    const pipelines = async (): Promise<readonly PipelineRow[]> => {
      const asked = request(app).get('/emas/dashboard/api/developers?period=today');
      const { body } = await asked.expect(200);
      return (body as DeveloperReport).pipelines;
    };
    const statesWhen = (state: string): Promise<readonly PipelineRow[]> => {
      const found = async (): Promise<readonly PipelineRow[] | undefined> => {
        const rows = await pipelines();
        return rows[0]?.states[0]?.state === state ? rows : undefined;
      };
      return waitUntil(state, found, { state: pipelines });
    };
    const good = await statesWhen('ok');
    const { body } = await request(app).get('/emas/health').expect(200);
    expect(good).toHaveLength(Object.keys(body.parts).length);
    expect(good.flatMap(({ states }) => states).every(({ state }) => state === 'ok')).toBe(true);
    await engine.refuse();
    const [server, traffic] = await statesWhen('away');
    expect(server).toMatchObject({ name: 'clickhouse', kind: 'server', flow: null });
    expect(server?.fault).toContain('ECONNREFUSED');
    expect(Date.parse(server?.states[0]?.since ?? '')).not.toBeNaN();
    expect(traffic).toMatchObject({ name: 'traffic', states: [{ state: 'ok', since: null }] });
  });

  it('of a consent log is another than of the consent writer, which has its name', async () => {
    const engine = await startEngine();
    closers.push(() => engine.stop());
    const app = appOf({ clickhouse: { url: engine.url }, dashboards: false });
    const { body } = await request(app).get('/emas/health').expect(200);
    expect(Object.keys(body.parts)).toEqual(
      expect.arrayContaining(['consent', 'consent_log', 'log', 'winston_receiver']),
    );
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

it('a part that comes and goes all day makes two lines of each kind a minute in the log', async () => {
  appOf({ log: { console: false, foldWindow: 60_000 } });
  const told = { part: 'redis', standing: 'away' };
  for (let time = 0; time < 200; time += 1) {
    const since = new Date(time).toISOString();
    own.emas.events.emit('part_degraded', { ...told, since, message: 'It does not answer.' });
    own.emas.events.emit('part_recovered', { ...told, down_for: time });
  }
  own.emas.logger.flush();
  const folder = join(own.data, 'logs');
  const files = readdirSync(folder).filter((file) => file.startsWith('system'));
  const text = files.map((file) => readFileSync(join(folder, file), 'utf8')).join('');
  expect(text.match(/"part_degraded"/g)).toHaveLength(2);
  expect(text.match(/"part_recovered"/g)).toHaveLength(2);
  expect(text.match(/"count":199/g)).toHaveLength(2);
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
