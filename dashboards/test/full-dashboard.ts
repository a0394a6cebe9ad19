import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { analytics } from '@emas/analytics';
import { consentRecords } from '@emas/consent';
import type { ConsentRecords } from '@emas/consent';
import { createEventBus } from '@emas/events';
import type { EventBus } from '@emas/events';
import { clickhouseSink, createLogger, logReview } from '@emas/logging';
import type { EmasLogger } from '@emas/logging';
import { loginBlocks, loginReview } from '@emas/login-guard';
import type { Blocks, LoginReview } from '@emas/login-guard';
import { requestContext } from '@emas/request-context';
import express from 'express';
import type { Express, Request } from 'express';
import { startEngine } from '../../test/engine/start-engine.ts';
import type { Engine } from '../../test/engine/start-engine.ts';
import { waitUntil } from '../../test/waiting/wait-until.ts';
import { dashboard } from '../dashboard.ts';
import type { DashboardOptions, Roles } from '../index.ts';

const KEY = 'Ks81-uqLm0vTqB7wXz2yNc5dRe4f';

/** All three pages on a real engine and real log files; who asks is said by the header `X-Role`. */
export interface FullDashboard {
  readonly app: Express;
  readonly engine: Engine;
  readonly events: EventBus;
  readonly logger: EmasLogger;
  readonly review: LoginReview;
  readonly receipts: ConsentRecords;
  readonly blocks: Blocks;
  readonly logs: string;
  /** Has everything arrive that was told so far. */
  flush(): Promise<void>;
  stop(): Promise<void>;
}

export async function fullDashboard(
  options: Partial<DashboardOptions> = {},
  timeZone = 'UTC',
): Promise<FullDashboard> {
  const folder = mkdtempSync(join(tmpdir(), 'emas-dashboards-'));
  const logs = join(folder, 'logs');
  const engine = await startEngine();
  const { client } = engine;
  const events = createEventBus();
  const traffic = analytics({ client, app: 'portal', timeZone });
  await traffic.ready;
  const key = `${KEY}${KEY}`;
  const sink = clickhouseSink({ client, flushInterval: 100 });
  const logger = createLogger({
    app: 'portal',
    version: '2.0.0',
    folder: logs,
    key,
    console: false,
    signals: false,
    sinks: [sink],
    events,
  });
  const review = loginReview({ client, app: 'portal', flushInterval: 100, events });
  const receipts = consentRecords({ client, app: 'portal', timeZone, events });
  const blocks = loginBlocks({ events });
  const log = logReview({ client, app: 'portal', folder: logs, key });
  const app = express();
  app.use(requestContext({ app }));
  app.use(
    '/emas',
    dashboard({
      traffic: traffic.queries,
      consent: receipts,
      security: { review, log, blocks },
      developers: { log, version: '2.0.0' },
      app: 'portal',
      authorize: rolesOf,
      actor: (req) => req.get('X-Name') ?? 'nobody',
      events,
      ...options,
    }),
  );
  return {
    app,
    engine,
    events,
    logger,
    review,
    receipts,
    blocks,
    logs,
    async flush() {
      logger.flush();
      // Tables may still be made; what was counted waits for them.
      await waitUntil('the engine to take what was counted', async () => {
        const waiting = [await review.flush(), await receipts.flush()];
        const rows = waiting.map(({ queued, spooled }) => queued.rows + spooled.rows);
        const lines = logger.counters()['clickhouse']?.queued ?? 0;
        return rows.every((count) => count === 0) && lines === 0;
      });
    },
    async stop() {
      await traffic.close();
      await review.close();
      await receipts.close();
      await blocks.close();
      await logger.shutdown();
      await engine.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** `marketing`, `security,developer`, or nothing. */
function rolesOf(req: Request): Roles {
  // What a test sends is what it wants to be, wrong names among it.
  return (req.get('X-Role') ?? '').split(',').filter((one) => one !== '') as Roles;
}
