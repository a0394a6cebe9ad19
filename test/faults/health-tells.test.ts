import { afterEach, expect, it } from '@jest/globals';
import express from 'express';
import type { Application } from 'express';
import request from 'supertest';
import type { SuiteOptions } from '../../packages/suite/src/index.ts';
import { runningSuite } from '../../packages/suite/test/running-suite.ts';
import type { RunningSuite } from '../../packages/suite/test/running-suite.ts';
import { startEngine } from '../engine/start-engine.ts';
import { waitUntil } from '../waiting/wait-until.ts';

/* An app's health and its log, while ClickHouse goes and comes back. */

let own: RunningSuite;
const closers: (() => unknown)[] = [];
afterEach(async () => {
  await own.end();
  for (const close of closers.splice(0)) await close();
});

function appOf(options: SuiteOptions): Application {
  own = runningSuite(options);
  const app = express();
  own.emas.mount(app);
  return app;
}

interface Health {
  readonly status: string;
  readonly parts: Readonly<Record<string, string>>;
}

async function healthOf(app: Application): Promise<Health> {
  const { body } = await request(app).get('/emas/health').expect(200);
  return body as Health;
}

const told = (): string[] =>
  own.told
    .filter(({ name }) => name.startsWith('part_'))
    .map(({ name, fields }) => {
      return `${name} ${String(Reflect.get(fields, 'part'))} ${String(Reflect.get(fields, 'standing'))}`;
    });

const isTold = (event: string): Promise<true> =>
  waitUntil(event, () => told().includes(event), { state: told });

it.each(['refuse', 'hang'] as const)(
  'a server that comes to %s is degraded, told of once, and recovered once',
  async (fault) => {
    const engine = await startEngine();
    closers.push(() => engine.stop());
    const app = appOf({ clickhouse: { url: engine.url } });
    const isOk = async (): Promise<boolean> => (await healthOf(app)).status === 'ok';
    await waitUntil('health', isOk, { state: () => healthOf(app) });
    expect(told()).toEqual([]);
    await engine[fault]();
    await isTold('part_degraded clickhouse away');
    const ill = await healthOf(app);
    expect(ill).toMatchObject({ status: 'degraded', parts: { clickhouse: 'away', traffic: 'ok' } });
    expect(Object.keys(ill)).toEqual(['status', 'parts']);
    expect(JSON.stringify(ill)).not.toMatch(/127\.|localhost|ECONN|ETIMEDOUT|http|\/|since/);
    await request(app).get('/emas/health/ready').expect(200);
    await engine.serve();
    await isTold('part_recovered clickhouse away');
    await waitUntil('health', isOk, { state: () => healthOf(app) });
    expect(told()).toEqual(['part_degraded clickhouse away', 'part_recovered clickhouse away']);
    expect(JSON.stringify(own.told.filter(({ name }) => name.startsWith('part_')))).not.toMatch(
      /127\.0|http|\/tmp/,
    );
  },
);
