import { randomInt } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { batchWriter, migrate, readMigrations } from '../../packages/clickhouse/src/index.ts';
import { sendBatch } from '../../packages/clickhouse/src/internal.ts';
import { startEngine } from '../engine/start-engine.ts';
import type { Engine } from '../engine/start-engine.ts';
import { waitUntil } from '../waiting/wait-until.ts';
import { laterMigrations } from './language-migration.ts';
import { runApp } from './run-app.ts';
import type { RunningApp } from './run-app.ts';

const component = 'analytics';
const folder = mkdtempSync(join(tmpdir(), 'emas-schema-change-'));
const spool = join(folder, 'spool');
/** The release before: the app as it is. The later one: `later`, with writers of this test. */
const later = readMigrations(laterMigrations());
let engine: Engine;
let app: RunningApp;
/** Views that the former release answered, and those that the later one sent. */
let answered = 0;
let sent = 0;

const formerRelease = (): Promise<RunningApp> =>
  runApp({ connection: { url: engine.url }, spool, flushInterval: 100 });

beforeAll(async () => {
  engine = await startEngine();
  app = await formerRelease();
});
afterAll(async () => {
  await app.kill();
  await engine.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Visitors of the former release, until they are stopped. */
function visitors(): { stop(): Promise<void> } {
  const stop = new AbortController();
  const visit = async (): Promise<void> => {
    while (!stop.signal.aborted) {
      await app.view();
      answered += 1;
      await sleep(2);
    }
  };
  const all = Promise.all(Array.from({ length: 4 }, visit));
  return {
    async stop() {
      stop.abort();
      await all;
    },
  };
}

const today = (): string => new Date().toISOString().slice(0, 10);

/** A view as the later release sends it: a row of an open day. */
const viewInMalay = (): string =>
  JSON.stringify([
    ...['faults', '', randomInt(2 ** 40), today(), 'hit', '10', '10'],
    ...['/ms', '', String(randomInt(2 ** 40)), '1', '0', 'ms'],
  ]);
/** The same without the column that the former release does not know. */
const viewOfBefore = (): string => JSON.stringify(JSON.parse(viewInMalay()).slice(0, -1));

async function tally(): Promise<number> {
  const [row] = await engine.rows<{ views: number }>(
    "SELECT toFloat64(sum(length(keys))) AS views FROM emas_open WHERE app = 'faults'",
  );
  return row?.views ?? 0;
}

async function untilAllAreCounted(): Promise<void> {
  const views = answered + sent;
  await waitUntil(`${views} views`, async () => (await tally()) >= views, { state: tally });
  expect(await tally()).toBe(views);
}

/** The engine's client, which is killed after so many statements. */
function clientKilledAfter(statements: number): Engine['client'] {
  let left = statements;
  return Object.assign(Object.create(engine.client) as Engine['client'], {
    command: async (parameters: Parameters<Engine['client']['command']>[0]) => {
      if (left === 0) throw Object.assign(new Error('killed'), { code: 'ECONNRESET' });
      left -= 1;
      return engine.client.command(parameters);
    },
  });
}

it('a schema changes under load, killed after each statement, and each view counts once', async () => {
  await waitUntil('the tables', async () =>
    engine.rows('SELECT 1 FROM emas_open').catch(() => undefined),
  );
  const batch = (name: string): Parameters<typeof sendBatch>[1] => ({
    token: name,
    table: 'emas_open',
    rows: 1,
    body: Buffer.from(viewOfBefore()),
  });
  const bodies = new Map<string, Parameters<typeof sendBatch>[1]>();
  const send = async (name: string): Promise<void> => {
    const known = bodies.get(name) ?? batch(name);
    bodies.set(name, known);
    await sendBatch(engine.client, known);
  };
  const load = visitors();
  await waitUntil('views', () => answered > 100);
  await send('answer lost before the change');
  sent += 1;

  const [, second] = later;
  const statements = second?.statements.length ?? 0;
  for (let done = 0; done <= statements; done += 1) {
    const killed = migrate(clientKilledAfter(done + 1), later, { component });
    if (done < statements) await expect(killed).rejects.toMatchObject({ message: 'killed' });
    else await expect(killed).resolves.toEqual({ applied: [2], version: 2 });
    await send(`during ${done}`);
    sent += 1;
  }

  const writer = batchWriter({
    client: engine.client,
    flushInterval: 20,
    spool: join(folder, 'new'),
  });
  for (let view = 0; view < 200; view += 1) {
    writer.add('emas_open', [viewInMalay()]);
    writer.add('emas_languages_wire', [
      { app: 'faults', day: today(), language: 'ms', add_views: 1 },
    ]);
    await sleep(2);
  }
  sent += 200;
  // What the former release has not heard an answer to, it sends again after the change.
  for (const name of ['answer lost before the change', 'during 0', `during ${statements}`]) {
    await send(name);
  }
  const before = answered;
  await waitUntil('views after the change', () => answered > before + 100);
  await load.stop();
  await writer.close();
  await untilAllAreCounted();
  const inMalay = [
    "SELECT toFloat64(sum(views)) AS views FROM emas_languages_daily WHERE language = 'ms'",
    "SELECT toFloat64(sum(length(keys))) AS views FROM emas_open WHERE language = 'ms'",
  ];
  for (const query of inMalay) {
    await expect(engine.rows(query)).resolves.toEqual([{ views: 200 }]);
  }
});

it('the former release refuses the later schema after a restart, and its views wait for the later release', async () => {
  await app.kill();
  app = await formerRelease();
  const refused = async (): Promise<boolean> =>
    (await app.state()).writer.fault?.code === 'ERR_EMAS_SCHEMA_NEWER';
  for (let view = 0; view < 50; view += 1) await app.view();
  await waitUntil('the refusal', refused, { state: () => app.state() });
  await app.drain();
  const isOnDisk = async (): Promise<boolean> => {
    const { writer } = await app.state();
    return writer.spooled.rows > 0 && writer.queued.rows === 0;
  };
  await waitUntil('the views on disk', isOnDisk, { state: () => app.state() });
  expect(await tally()).toBe(answered + sent);
  await app.kill();
  answered += 50;

  const writer = batchWriter({ client: engine.client, spool });
  await untilAllAreCounted();
  await writer.close();
});
