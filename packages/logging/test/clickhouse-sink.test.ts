import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { clickhouseSink } from '@emas/logging';
import { requestContext } from '@emas/request-context';
import express from 'express';
import request from 'supertest';
import { startEngine } from '../../../test/engine/start-engine.ts';
import type { Engine } from '../../../test/engine/start-engine.ts';
import { waitUntil } from '../../../test/waiting/wait-until.ts';
import { logFolder } from './log-folder.ts';
import type { LogFolder } from './log-folder.ts';

let engine: Engine;
let log: LogFolder;
const spool = mkdtempSync(join(tmpdir(), 'emas-log-spool-'));
beforeAll(async () => {
  engine = await startEngine();
});
afterEach(() => log.end());
afterAll(async () => {
  await engine.stop();
  rmSync(spool, { recursive: true });
});

/** Failed logins over HTTP, each as it comes from an address and a program. */
async function failToSignIn(addresses: readonly string[]): Promise<void> {
  const app = express();
  app.set('trust proxy', 1);
  app.use(requestContext({ app, country: { header: 'cf-ipcountry' } }));
  app.get('/', (req, res) => {
    const source_ip = req.emas?.address ?? '';
    log.logger.event('authn_login_fail', {
      account: 'ali',
      reason: 'wrong_credentials',
      source_ip,
    });
    res.send('no');
  });
  for (const address of addresses) {
    await request(app)
      .get('/')
      .set({ 'X-Forwarded-For': address, 'User-Agent': 'curl/8.5.0', 'CF-IPCountry': 'MY' });
  }
}

async function until<Row>(query: string, holds: (rows: Row[]) => boolean): Promise<Row[]> {
  const ask = async (): Promise<Row[] | undefined> => {
    // Tables are made meanwhile.
    const rows = await engine.rows<Row>(query).catch(() => []);
    return holds(rows) ? rows : undefined;
  };
  return waitUntil(query, ask, { every: 100, state: () => engine.rows(query) });
}

it('counts by hour, account hash, prefix, country, client and reason; no address and no name', async () => {
  log = logFolder({ sinks: [clickhouseSink({ client: engine.client, flushInterval: 100 })] });
  await failToSignIn(['203.0.113.7', '203.0.113.8', '198.51.100.1']);
  const rows = await until<Record<string, unknown>>(
    `SELECT reason, account, prefix, country, client, toUInt32(sum(count)) AS count FROM emas_event_counts
     WHERE event = 'authn_login_fail' GROUP BY ALL ORDER BY count DESC`,
    (found) => found.length === 2,
  );
  const account = log.lines('auth')[0]?.data?.['account'];
  const common = { reason: 'wrong_credentials', account, country: 'MY', client: 'curl' };
  expect(rows).toEqual([
    { ...common, prefix: '203.0.113.0/24', count: 2 },
    { ...common, prefix: '198.51.100.0/24', count: 1 },
  ]);
  await log.logger.shutdown();
  const everything = JSON.stringify([
    await engine.rows('SELECT * FROM emas_event_counts'),
    await engine.rows('SELECT * FROM emas_log_lines'),
  ]);
  expect(everything).not.toMatch(/203\.0\.113\.[78]|198\.51\.100\.1\b|"ali"/);
});

it('keeps the anchors of the files, which verify what is in the folder', async () => {
  log = logFolder({ sinks: [clickhouseSink({ client: engine.client, flushInterval: 100 })] });
  log.logger.info('a line');
  await log.logger.shutdown();
  const [anchor] = log.lines('system', /^log_anchor$/).slice(-1);
  const kept = await until<object>(
    `SELECT app, host, log, toUInt32(seq) AS seq, days FROM emas_log_anchors WHERE mac = '${String(anchor?.data?.['mac'])}'`,
    (found) => found.length === 1,
  );
  const { host, seq } = anchor?.data ?? {};
  expect(kept).toEqual([{ app: 'test', host, log: 'system', seq, days: 90 }]);
});

it('keeps lines where they are asked for, with the time at which they leave', async () => {
  const sink = clickhouseSink({ client: engine.client, flushInterval: 100, rawDays: 30 });
  log = logFolder({ sinks: [sink] });
  log.logger.info('kept in the engine', { a: 1, password: 'x' });
  const rows = await until<{ message: string; data: string; days: number }>(
    `SELECT message, data, toUInt32(dateDiff('day', time, leaves)) AS days FROM emas_log_lines
     WHERE message = 'kept in the engine'`,
    (found) => found.length === 1,
  );
  expect(rows).toEqual([
    { message: 'kept in the engine', data: '{"a":1,"password":"[redacted]"}', days: 30 },
  ]);
});

it('while the engine is away counts wait on disk, and count once when it is back', async () => {
  await engine.refuse();
  const sink = clickhouseSink({ client: engine.client, flushInterval: 100, spool });
  log = logFolder({ sinks: [sink] });
  for (let time = 0; time < 5; time += 1) {
    log.logger.event('log_lines_dropped', { receiver: 'waits', count: 3 });
    await sleep(60);
  }
  await waitUntil('a fault', () => sink.counters().fault !== undefined);
  expect(sink.counters().queued).toBeGreaterThan(0);
  await engine.serve();
  const rows = await until<{ count: number }>(
    `SELECT toUInt32(sum(count)) AS count FROM emas_event_counts WHERE event = 'log_lines_dropped'`,
    (found) => (found[0]?.count ?? 0) >= 15,
  );
  expect(rows).toEqual([{ count: 15 }]);
});
