import { mkdtempSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ClickHouseClient } from '@clickhouse/client';
import { startStandIn } from '@emas/captcha';
import type { StandIn } from '@emas/captcha';
import { connect } from '@emas/clickhouse';
import { loginReview } from '@emas/login-guard';
import type { Suite } from '@emas/suite';
import { createClient } from 'redis';
import { createApp } from '../../examples/portal/src/app.ts';
import { enginesOf } from '../../packages/clickhouse/test/engine/run-holding-app.ts';
import type { SubjectData } from '../../packages/suite/src/subject/subject-data.ts';
import { eraseSubject } from '../../packages/suite/src/subject/subject-erasure.ts';
import type { SubjectErasure } from '../../packages/suite/src/subject/subject-erasure.ts';
import { subjectSearch } from '../../packages/suite/src/subject/subject-search.ts';
import type { SubjectSources } from '../../packages/suite/src/subject/subject-search.ts';
import { startRedis } from '../engine/start-redis.ts';
import type { RedisServer } from '../engine/start-redis.ts';
import type { Holder } from './found.ts';
import { PEOPLE } from './lived-day.ts';
import type { Browsers } from './visitor.ts';
import { filesIn, keysOf, tablesOf } from './search.ts';

export const LOG_KEY = 'u5Vt8ByE2nKx6WcM9hLp3SfD7jQz4GrA';
const IDLE_MS = 4000;
/** The engine's own files: what they hold is asked of it, row by row. */
const ENGINE = 'clickhouse';
const HOUR_MS = 3_600_000;

/** The portal in production mode on a real Redis, the embedded engine and a provider of captchas, with all that it keeps. */
export class WatchedPortal {
  readonly data: string = mkdtempSync(join(tmpdir(), 'emas-canary-'));
  readonly client: ClickHouseClient;
  readonly standIn: StandIn;
  readonly #server: RedisServer;
  readonly #redis: ReturnType<typeof createClient>;
  #running: { readonly emas: Suite; readonly listener: Server } | undefined;

  private constructor(server: RedisServer, standIn: StandIn) {
    this.#server = server;
    this.standIn = standIn;
    this.client = connect({ embedded: join(this.data, ENGINE) });
    this.#redis = createClient({ socket: { path: server.path, tls: false } });
  }

  static async start(): Promise<WatchedPortal> {
    const portal = new WatchedPortal(await startRedis(), await startStandIn());
    await portal.#redis.connect();
    await portal.open();
    return portal;
  }

  get emas(): Suite {
    if (this.#running === undefined) throw new Error('The portal does not run.');
    return this.#running.emas;
  }

  get origin(): string {
    const address = this.#running?.listener.address() as AddressInfo;
    return `http://127.0.0.1:${address.port}`;
  }

  async open(): Promise<void> {
    const { app, emas } = createApp(this.#options(), true);
    const listener = app.listen(0, '127.0.0.1');
    await once(listener, 'listening');
    this.#running = { emas, listener };
  }

  /** Ends the app; what it keeps stays. */
  async end(): Promise<void> {
    await this.#running?.emas.close();
    this.#running = undefined;
  }

  async remove(): Promise<void> {
    await this.end();
    await this.client.close();
    this.#redis.destroy();
    await this.#server.stop();
    await this.standIn.close();
    rmSync(this.data, { recursive: true, force: true });
  }

  files(): Holder[] {
    this.#running?.emas.logger.flush();
    return filesIn(this.data, [ENGINE]);
  }

  keys(): Promise<Holder[]> {
    return keysOf(this.#redis);
  }

  tables(): Promise<Holder[]> {
    return tablesOf(this.client);
  }

  /** What `emas subject export` finds. */
  subject(account: string): Promise<SubjectData> {
    return subjectSearch(account, this.#sources());
  }

  /** What `emas subject erase` does. */
  erase(account: string): Promise<SubjectErasure> {
    this.emas.logger.flush();
    return eraseSubject(account, this.#sources(), 'siti');
  }

  /** Somebody of the staff writes what was done about an attack. */
  async noteIncident(note: string): Promise<void> {
    const review = loginReview({ client: this.client, app: 'portal', events: this.emas.events });
    const [incident] = await review.incidents();
    if (incident === undefined) throw new Error('There is no incident.');
    await review.change(incident.id, { state: 'acknowledged', by: 'siti', note });
    await review.close();
  }

  #sources(): SubjectSources {
    const map = this.emas.privacy?.map() ?? [];
    const { data, client } = this;
    return { map, app: 'portal', data, keys: [LOG_KEY], client, redis: this.#redis };
  }

  /** What others were sent, by what the map calls them. @param browsers What pages loaded. */
  sent(browsers: Browsers): Holder[] {
    const { address, agent } = PEOPLE.member;
    const names: Readonly<Record<string, string>> = {
      'https://www.openstreetmap.org': 'OpenStreetMap, from the browser',
      [this.standIn.url]: 'reCAPTCHA, from the browser',
    };
    const kind = 'recipient';
    return [
      ...this.standIn.asked.map(({ body, headers }) => ({
        kind,
        name: 'reCAPTCHA, from the server',
        text: `${decodeURIComponent(body)} ${JSON.stringify(headers)}`,
      })),
      ...[...browsers.hosts].map((host) => ({
        kind,
        name: names[host] ?? host,
        text: `${address} ${agent}`,
      })),
    ] as Holder[];
  }

  /** Nothing can be sent to the engine meanwhile. */
  async withoutEngine<Result>(action: () => Promise<Result>): Promise<Result> {
    const engines = enginesOf(join(this.data, ENGINE));
    for (const pid of engines) process.kill(pid, 'SIGSTOP');
    try {
      return await action();
    } finally {
      for (const pid of engines) process.kill(pid, 'SIGCONT');
    }
  }

  #options(): Parameters<typeof createApp>[0] {
    const captcha = { action: 'captcha' } as const;
    return {
      mode: 'production',
      data: this.data,
      redis: `unix://${this.#server.path}`,
      sessionSecret: 'q8Zr2LwX7vNk4TbY1cHs9PdF6mJg3RaQ',
      logKey: LOG_KEY,
      lockFile: false,
      announce: false,
      countInterval: 200,
      shutdown: { signals: false },
      session: { saveUninitialized: false, idleTimeout: IDLE_MS, sweepEvery: 200 },
      logins: {
        thresholds: { bruteForce: { failures: 3 } },
        failureTime: false,
        rules: [
          { by: ['account', 'prefix'], tiers: [{ after: 4, ...captcha }], forget: HOUR_MS },
          { by: ['account'], tiers: [{ after: 40, ...captcha }], forget: HOUR_MS / 12 },
          { by: ['prefix'], tiers: [{ after: 400, ...captcha }], forget: 30_000 },
        ],
      },
      captcha: {
        provider: 'recaptcha-v2',
        siteKey: this.standIn.siteKey,
        secret: this.standIn.secret,
        host: this.standIn.url,
        hostnames: ['portal.example'],
      },
    };
  }
}
