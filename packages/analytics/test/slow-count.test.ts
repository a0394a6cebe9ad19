import { EventEmitter, once } from 'node:events';
import { createServer, request } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ClickHouseClient } from '@clickhouse/client';
import { connect } from '@emas/clickhouse';
import { startEngine } from '../../../test/engine/start-engine.ts';
import type { Engine } from '../../../test/engine/start-engine.ts';
import { SEED } from '../../../test/runner/repetition.ts';
import { DayKeeper } from '../src/days/day-keeper.ts';
import { migrateAnalytics } from '../src/index.ts';
import { queriesOf } from '../src/query/traffic-queries.ts';
import { recordInto } from './record-into.ts';
import { simulatedHits } from './simulated-traffic.ts';
import { watchedClient } from './watched-client.ts';

/* To count a day of millions of hits takes longer than a page may wait. */

const DAY_MS = 86_400_000;
const from = Date.UTC(2026, 2, 27);
const today = { from: '2026-03-27', to: '2026-03-27' };
const hitsOf = (visits: number): ReturnType<typeof simulatedHits> =>
  simulatedHits(SEED, { from, to: from + DAY_MS, visits });

let engine: Engine;
let run = 0;
let app: string;
beforeAll(async () => {
  engine = await startEngine();
  await migrateAnalytics(engine.client);
});
afterAll(async () => engine.stop());
beforeEach(async () => {
  run += 1;
  app = `slow-${run}`;
  await recordInto(engine.client, hitsOf(60), { app, timeZone: 'UTC' });
});

const keeper = (client: ClickHouseClient, days: number, smallest = 5): DayKeeper =>
  new DayKeeper({
    ...{ client, app, timeZone: 'UTC', smallest, combine: [] },
    now: () => from + days * DAY_MS,
  });

describe('a server that takes longer for the cells of a day than an answer may take', () => {
  const REQUEST_TIMEOUT = 400;
  let slow: Server;
  let url: string;
  beforeAll(async () => {
    slow = createServer((asked, answer) => {
      const passOn = async (): Promise<void> => {
        if (asked.url?.includes('param_into=') === true) await sleep(2 * REQUEST_TIMEOUT);
        const { method, headers } = asked;
        const inner = request(`${engine.url}${asked.url ?? ''}`, { method, headers }, (given) => {
          answer.writeHead(given.statusCode ?? 500, given.headers);
          given.pipe(answer);
        });
        asked.pipe(inner);
      };
      void passOn();
    }).listen(0, '127.0.0.1');
    await once(slow, 'listening');
    url = `http://127.0.0.1:${(slow.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    slow.close();
    slow.closeAllConnections();
  });

  it('closes it all the same', async () => {
    const client = connect({ url, requestTimeout: REQUEST_TIMEOUT });
    await keeper(client, 3).closeDue({ origin: '', before: '9999-01-01' });
    await client.close();
    const [left] = await engine.rows<{ rows: string; cells: string }>(
      `SELECT (SELECT count() FROM emas_open WHERE app = '${app}')
         + (SELECT count() FROM emas_closing WHERE app = '${app}') AS rows,
         (SELECT count() FROM emas_cells WHERE app = '${app}') AS cells`,
    );
    expect(Number(left?.rows)).toBe(0);
    expect(Number(left?.cells)).toBeGreaterThan(100);
  });
});

describe('a page of a day that is being counted', () => {
  interface Gate {
    readonly client: ClickHouseClient;
    /** Cells wait, or come with an error, until it is opened. */
    shut(): { open(): void; fail(): void };
  }

  function gated(): Gate {
    let gate: Promise<void> = Promise.resolve();
    return {
      client: watchedClient(engine.client, async (_sent, text) => {
        if (text.includes('INSERT INTO {into:Identifier}')) await gate;
      }),
      shut() {
        const told = new EventEmitter();
        gate = once(told, 'open').then(() => undefined);
        return {
          open: () => void told.emit('open'),
          fail: () => void told.emit('error', new Error('Out of memory.')),
        };
      },
    };
  }

  it('has the figures that are there already', async () => {
    const { client, shut } = gated();
    const { totals } = queriesOf(keeper(client, 0.5));
    const before = await totals(today);
    expect(before.visitors).toBeGreaterThan(0);
    await recordInto(engine.client, hitsOf(300), { app, timeZone: 'UTC' });
    const gate = shut();
    await expect(queriesOf(keeper(client, 0.5)).totals(today)).resolves.toEqual(before);
    gate.open();
  });

  it('waits where there are none yet', async () => {
    const { client, shut } = gated();
    const gate = shut();
    const asked = queriesOf(keeper(client, 0.5)).totals(today);
    await sleep(3000);
    gate.open();
    expect((await asked).visitors).toBeGreaterThan(0);
  });

  it('says so when it cannot be counted, though older figures are there', async () => {
    const { client, shut } = gated();
    await queriesOf(keeper(client, 0.5)).totals(today);
    await recordInto(engine.client, hitsOf(300), { app, timeZone: 'UTC' });
    const gate = shut();
    const { totals } = queriesOf(keeper(client, 0.5));
    await totals(today);
    gate.fail();
    await expect(totals(today)).rejects.toThrow('Out of memory.');
  });
});
