import { afterEach, expect, test } from '@jest/globals';
import express from 'express';
import request from 'supertest';
import { startEngine } from '../../../test/engine/start-engine.ts';
import { runningSuite } from './running-suite.ts';

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

test('in development the dashboards open to this machine alone, asked for by its own name', async () => {
  const engine = await startEngine();
  closers.push(() => engine.stop());
  const own = runningSuite({ clickhouse: { url: engine.url } });
  closers.push(() => own.end());
  const app = express();
  own.emas.mount(app);
  const statusWith = async (headers: Readonly<Record<string, string>>): Promise<number> =>
    (await request(app).get('/emas/dashboard/traffic').set(headers)).status;
  for (const host of [
    'localhost',
    'localhost:3000',
    'LOCALHOST:3000',
    '127.0.0.1:3000',
    '[::1]:3000',
  ]) {
    expect([host, await statusWith({ Host: host })]).toEqual([host, 200]);
  }
  // A name of somebody else's that leads here, as a page from there may have it.
  for (const host of [
    'evil.example:3000',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    'localhost:3000@evil.example',
  ]) {
    expect([host, await statusWith({ Host: host })]).toEqual([host, 403]);
  }
  expect(await statusWith({ Host: 'localhost', 'X-Forwarded-For': '60.48.1.2' })).toBe(403);
});
