import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { consent } from '@emas/consent';
import { deprecations } from '@emas/deprecation';
import { createEventBus } from '@emas/events';
import { createLogger, watchUpdates } from '@emas/logging';
import { loginBlocks } from '@emas/login-guard';
import { privacy } from '@emas/privacy';
import { requestContext } from '@emas/request-context';
import express from 'express';
import request from 'supertest';

/** A data folder as an app leaves it: logs of everything, their key, and a block. */
export interface DataFolder {
  readonly path: string;
  readonly logs: string;
  /** Number of a receipt of consent. */
  readonly receipt: string;
  remove(): void;
}

const KEY = 'a key for the logs of a data folder';
/** What a terminal would obey. */
const HOSTILE = '\u001b[31m\u009b2J\u202e';
const both = (en: string): { en: string; ms: string } => ({ en, ms: en });

export async function makeDataFolder(): Promise<DataFolder> {
  const path = mkdtempSync(join(tmpdir(), 'emas-data-'));
  const logs = join(path, 'logs');
  mkdirSync(logs);
  mkdirSync(join(path, 'spool', 'traffic', 'batches'), { recursive: true });
  writeFileSync(join(path, 'log-key'), `${KEY}\n`);
  const events = createEventBus();
  const ledger = deprecations({ events, key: KEY });
  const logger = createLogger({
    ...{ app: 'test', version: '1.0.0', folder: logs, key: KEY, events },
    ...{ console: false, signals: false, crashes: false },
  });
  ledger({ since: '2026-01-01', sunset: '2030-01-01', endpoint: 'GET /v1' });
  for (const version of ['1.0.0', '1.1.0', `1.2.0${HOSTILE}`]) {
    watchUpdates({ version, file: join(path, 'versions.json'), events });
  }
  for (let number = 0; number < 30; number += 1) {
    const data = { account: 'ali', reason: 'wrong_password', source_ip: '203.0.113.7' };
    logger.event('authn_login_fail', data);
  }
  logger.info(`a line of the app ${HOSTILE}`);
  const receipt = await decide(events);
  privacy({
    ...{ controller: `Klinik ${HOSTILE}`, email: 'a@b.example', officerEmail: 'c@b.example' },
    ...{ keeps: () => logger.keeps, file: join(path, 'privacy.json'), events },
  }).announce();
  await ledger.close();
  await logger.shutdown();
  const blocks = loginBlocks({ file: join(path, 'blocks.json') });
  const block = { prefix: '198.51.100.0/24', duration: 7_200_000, by: 'me' };
  await blocks.add({ ...block, reason: `guessing ${HOSTILE}` });
  await blocks.close();
  return { path, logs, receipt, remove: () => rmSync(path, { recursive: true, force: true }) };
}

async function decide(events: ReturnType<typeof createEventBus>): Promise<string> {
  const service = {
    ...{ id: 'map', name: 'Map', description: both('A map.'), retention: both('not at all') },
    ...{ provider: { name: 'Map', country: 'MY', privacy: 'https://map.example/' } },
    healthData: false,
  };
  const purpose = { id: 'maps', name: both('Maps'), description: both('Shows where.') };
  const middleware = consent({ events, key: KEY, purposes: [{ ...purpose, services: [service] }] });
  const app = express();
  app.use(requestContext({ app }), middleware);
  const { body } = await request(app)
    .post('/emas/consent')
    .set({ 'Sec-Fetch-Site': 'same-origin', Accept: 'application/json' })
    .type('form')
    .send({ fingerprint: middleware.fingerprint, choice: 'accept', lang: 'en' });
  return String(body.receipt);
}
