import {
  mkdtempSync,
  readFileSync,
  renameSync,
  readdirSync,
  rmSync,
  statSync,
  utimesSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { deprecations } from '@emas/deprecation';
import { CATALOGUE, createEventBus } from '@emas/events';
import type { EventBus, EventDefinition, EventName } from '@emas/events';
import { createLogger, errorHandler, watchUpdates } from '@emas/logging';
import type { EmasLogger } from '@emas/logging';
import { requestContext } from '@emas/request-context';
import express from 'express';
import type { Express } from 'express';
import request from 'supertest';
import { believeClock } from '../logs/believe-clock.ts';
import { ofFiles } from '../logs/of-files.ts';
import { waitUntil } from '../waiting/wait-until.ts';

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
  app.get('/old', ledger({ since: '2026-01-01' }), (_req, res) => void res.send('old'));
  app.use(errorHandler({ events: bus }));
  return app;
}

/** Everything in the folder, compressed files included. */
function everything(): string {
  const texts = ofFiles(folder, (path) => {
    const bytes = readFileSync(path);
    return path.endsWith('.gz') ? gunzipSync(bytes).toString() : bytes.toString();
  });
  return texts.join('');
}

const EVENTS = [
  ['a failed login', '/login', 'authn_login_fail'],
  ['an unhandled error', '/fails', 'unhandled_error'],
  ['use of an outdated API', '/old', 'deprecated_api_used'],
] as const;

test.each(EVENTS)(
  '%s is one structured line with the address of the visitor',
  async (_name, path, event) => {
    await request(site()).get(path).set('X-Forwarded-For', ADDRESS);
    const linesOf = (): unknown[] => {
      logger.flush();
      return everything()
        .split('\n')
        .filter((line) => line.includes(`"event":"${event}"`))
        .map((line) => JSON.parse(line) as unknown);
    };
    await waitUntil('the line', () => linesOf().length > 0);
    const lines = linesOf();
    expect(lines).toMatchObject([{ event, data: { source_ip: ADDRESS } }]);
  },
);

/** Events with which the policy, or the operator who turns the access log on, has an address logged. */
const WITH_ADDRESS = [
  'authn_login_fail',
  'authn_login_fail_max',
  'authn_login_lock',
  'deprecated_api_refused',
  'deprecated_api_used',
  'http_request',
  'login_refused',
  'sys_crash',
  'unhandled_error',
];

test.each([
  ['IPv4', ADDRESS, '203.0.113.0/24'],
  ['IPv6', '2001:db8:77:1:aaaa:bbbb:cccc:dd99', '2001:db8:77::/48'],
])('an %s address is with nothing else that can happen', (_name, address, network) => {
  const value = (type: string): unknown => {
    if (/^(?:address|network)\b/.test(type)) return address;
    return /^(?:count|milliseconds)\b/.test(type) ? 1 : 'something';
  };
  for (const [name, { fields }] of Object.entries<EventDefinition>(CATALOGUE)) {
    const given = Object.entries(fields).map(([field, type]) => [field, value(type)]);
    logger.event(name as EventName, Object.fromEntries(given) as never);
  }
  logger.flush();
  const lines = everything()
    .split('\n')
    .filter((line) => line !== '');
  const named = lines.filter((line) => line.includes(address));
  const events = named.map((line) => (JSON.parse(line) as { event: string }).event);
  expect([...new Set(events)].toSorted()).toEqual(WITH_ADDRESS);
  const ofSessions = lines.filter((line) => line.includes('"event":"session_created"'));
  expect(ofSessions.map((line) => (JSON.parse(line) as { data: object }).data)).toMatchObject([
    { source_network: network },
  ]);
});

test('unless the operator says that it is', async () => {
  await logger.shutdown();
  const own = createEventBus();
  logger = createLogger({ app: 'p', folder, console: false, events: own, addresses: 'all' });
  own.emit('session_created', { session: 'abc', source_network: ADDRESS });
  logger.flush();
  expect(everything()).toContain(`"source_network":"${ADDRESS}"`);
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
  for (const [, path] of EVENTS) {
    await request(app).get(path).set('X-Forwarded-For', ADDRESS);
  }
  await waitUntil('the three lines', () => {
    logger.flush();
    return EVENTS.every(([, , event]) => everything().includes(`"event":"${event}"`));
  });
  await logger.shutdown();
  expect(everything()).toContain(ADDRESS);
  // Named for their day as well: otherwise the next logger goes on writing the last of them.
  const longAgo = new Date(Date.now() - 401 * 86_400_000);
  for (const name of readdirSync(folder).filter((one) => one.endsWith('.log'))) {
    const aged = name.replace(/\d{4}-\d{2}-\d{2}/, longAgo.toISOString().slice(0, 10));
    renameSync(join(folder, name), join(folder, aged));
    utimesSync(join(folder, aged), longAgo, longAgo);
  }
  believeClock(folder);
  ({ bus, logger } = open());
  const state = (): string =>
    ofFiles(folder, (path, name) => `${name} ${statSync(path).mtime.toISOString()}`).join('; ');
  await waitUntil('the address to go', () => !everything().includes(ADDRESS), { state });
});
