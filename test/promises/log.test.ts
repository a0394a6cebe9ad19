import { mkdtempSync, readFileSync, readdirSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { deprecations } from '@emas/deprecation';
import { createEventBus } from '@emas/events';
import type { EventBus } from '@emas/events';
import { createLogger, errorHandler, watchUpdates } from '@emas/logging';
import type { EmasLogger } from '@emas/logging';
import { requestContext } from '@emas/request-context';
import express from 'express';
import type { Express } from 'express';
import request from 'supertest';

/* Promise 6: the log records the visitor's address for failed logins, unhandled errors and the use of outdated APIs, and updates; and it leaves with the retention period. */

const ADDRESS = '203.0.113.77';
const KEY = 'the key of the promises, for tests only';

let folder: string;
let bus: EventBus;
let logger: EmasLogger;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'emas-promise-'));
  ({ bus, logger } = open());
});
afterEach(async () => {
  await logger.shutdown();
  rmSync(folder, { recursive: true });
});

/** A logger with the defaults, as an app has one after a start. */
function open(): { bus: EventBus; logger: EmasLogger } {
  const own = createEventBus();
  const options = { app: 'promise', folder, key: KEY, console: false } as const;
  return {
    bus: own,
    logger: createLogger({ ...options, events: own, signals: false, crashes: false }),
  };
}

function site(): Express {
  const ledger = deprecations({ events: bus });
  const app = express();
  app.set('trust proxy', 1);
  app.use(requestContext({ app }));
  app.get('/login', (req, res) => {
    logger.event('authn_login_fail', {
      account: 'ali',
      reason: 'wrong_credentials',
      source_ip: req.emas?.address ?? '',
    });
    res.sendStatus(401);
  });
  app.get('/fails', () => {
    throw new Error('nobody handles this');
  });
  app.get('/old', ledger.deprecated({ since: '2026-01-01' }), (_req, res) => void res.send('old'));
  app.use(errorHandler({ events: bus }));
  return app;
}

/** Everything in the folder, compressed files included. */
function everything(): string {
  return readdirSync(folder)
    .map((name) => {
      const bytes = readFileSync(join(folder, name));
      return name.endsWith('.gz') ? gunzipSync(bytes).toString() : bytes.toString();
    })
    .join('');
}

test.each([
  ['a failed login', '/login', 'authn_login_fail'],
  ['an unhandled error', '/fails', 'unhandled_error'],
  ['use of an outdated API', '/old', 'deprecated_api_used'],
])('%s is one structured line with the address of the visitor', async (_name, path, event) => {
  await request(site()).get(path).set('X-Forwarded-For', ADDRESS);
  await sleep(20);
  logger.flush();
  const lines = everything()
    .split('\n')
    .filter((line) => line.includes(`"event":"${event}"`))
    .map((line) => JSON.parse(line) as unknown);
  expect(lines).toMatchObject([{ event, data: { source_ip: ADDRESS } }]);
});

test('an update is one structured line', () => {
  const file = join(folder, 'versions.json');
  watchUpdates({ version: '1.0.0', file, events: bus });
  watchUpdates({ version: '1.0.1', file, events: bus });
  logger.flush();
  expect(everything().match(/"event":"app_updated"/g)).toHaveLength(1);
});

test('when its time has come, no file has the address any more', async () => {
  const app = site();
  for (const path of ['/login', '/fails', '/old']) {
    await request(app).get(path).set('X-Forwarded-For', ADDRESS);
  }
  await sleep(20);
  await logger.shutdown();
  expect(everything()).toContain(ADDRESS);
  const longAgo = new Date(Date.now() - 401 * 86_400_000);
  for (const name of readdirSync(folder)) utimesSync(join(folder, name), longAgo, longAgo);
  ({ bus, logger } = open());
  for (let tries = 0; tries < 100 && everything().includes(ADDRESS); tries += 1) await sleep(50);
  expect(everything()).not.toContain(ADDRESS);
});
