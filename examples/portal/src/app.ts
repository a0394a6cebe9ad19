import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { analytics } from '@emas/analytics';
import type { Analytics } from '@emas/analytics';
import { connect } from '@emas/clickhouse';
import { consentRecords } from '@emas/consent';
import { dashboard } from '@emas/dashboards';
import { accessLog, clickhouseSink, createLogger, errorHandler, watchUpdates } from '@emas/logging';
import type { EmasLogger } from '@emas/logging';
import { loginBlocks, loginGuard, loginReview } from '@emas/login-guard';
import type { LoginGuard, RefuseHandler } from '@emas/login-guard';
import { deprecations } from '@emas/deprecation';
import type { Deprecations } from '@emas/deprecation';
import type { RedisClient } from '@emas/redis';
import { hardening } from '@emas/hardening';
import { requestContext } from '@emas/request-context';
import { memoryStore, session } from '@emas/session';
import type { RecordStore, SessionHandler } from '@emas/session';
import express from 'express';
import type { Application } from 'express';
import { openCaptcha } from './captcha.ts';
import type { CaptchaKeys, PortalCaptcha } from './captcha.ts';
import { createPortal, sessionlessParts } from './portal.ts';
import { signedInAccount } from './sign-in.ts';

/** Settings of the portal. */
export interface AppOptions {
  /** Folder for the engine's data and for batches that wait. */
  readonly dataFolder: string;
  /** A ClickHouse server; without it, the engine runs in this process. */
  readonly clickhouseUrl?: string | undefined;
  /** Signs the session cookies; 32 characters or more. */
  readonly sessionSecret: string;
  /** Chains the log and hashes user names in it; 32 characters or more. */
  readonly logKey: string;
  /** Version of the portal. @default its package's */
  readonly version?: string | undefined;
  /** Whether `GET /api/fault` fails, to see what becomes of an error. @default false */
  readonly faultRoute?: boolean | undefined;
  /** Where sessions are kept, closed by who opened it. @default the memory of this process */
  readonly sessionStore?: RecordStore | undefined;
  /** Where logins are counted and blocks kept. @default the memory of this process, and a file */
  readonly redis?: RedisClient | undefined;
  /** Keys of a captcha's provider. @default a stand-in, which asks for no proof */
  readonly captcha?: CaptchaKeys | undefined;
}

/** The portal, ready to listen. */
export interface PortalApp {
  readonly app: Application;
  readonly traffic: Analytics;
  readonly logger: EmasLogger;
  /** Sends what was counted, writes what was logged, and closes the engine. */
  close(reason?: string): Promise<void>;
}

type Client = Awaited<ReturnType<typeof connect>>;

export const DASHBOARD_PATH = '/emas/dashboard';
const SITE = 'portal';
const OWN_VERSION = ownVersion();

/** Page views, in aggregate only. */
function countTraffic({ dataFolder }: AppOptions, client: Client): Analytics {
  return analytics({
    client,
    site: SITE,
    timeZone: 'Asia/Kuala_Lumpur',
    spool: join(dataFolder, 'spool'),
    exclude: ['/emas/*', '/api/*'],
    // A demo has one visitor, who wants to see himself. A real site leaves the default, 5.
    smallCells: 1,
  });
}

/** What failed, what changed, who failed to sign in, who calls what is old: in files, counted in ClickHouse. */
function openLog({ dataFolder, logKey }: AppOptions, client: Client, version: string): EmasLogger {
  const folder = join(dataFolder, 'logs');
  const logger = createLogger({
    app: SITE,
    version,
    folder,
    key: logKey,
    sinks: [clickhouseSink({ client, spool: join(dataFolder, 'log-spool') })],
  });
  watchUpdates({
    version,
    file: join(folder, 'versions.json'),
    lockFile: fileURLToPath(new URL('../../../package-lock.json', import.meta.url)),
  });
  return logger;
}

interface Logins {
  readonly makeGuard: (refuse: RefuseHandler) => LoginGuard;
  close(): Promise<void>;
}

/** Who is trying to get in: slowed down, told, and counted for the review. */
function guardLogins(
  { dataFolder, logKey, redis }: AppOptions,
  client: Client,
  { captcha }: PortalCaptcha,
): Logins {
  const blocks = loginBlocks(
    redis === undefined ? { file: join(dataFolder, 'blocks.json') } : { redis },
  );
  const review = loginReview({ client, app: SITE, spool: join(dataFolder, 'login-spool') });
  let guard: LoginGuard | undefined;
  return {
    makeGuard(refuse) {
      const shared = redis === undefined ? {} : { redis };
      guard = loginGuard({
        key: logKey,
        blocks,
        review,
        refuse,
        captcha: async (req) => (await captcha.verifyRequest(req)).ok,
        ...shared,
      });
      return guard;
    },
    async close() {
      guard?.close();
      blocks.close();
      await review.close();
    },
  };
}

/** Puts the portal together: who is asking, headers, sessions, counting, the dashboard, the pages. */
export async function createApp(options: AppOptions): Promise<PortalApp> {
  const { dataFolder, clickhouseUrl, sessionSecret, sessionStore = memoryStore() } = options;
  const version = options.version ?? OWN_VERSION;
  const captcha = await openCaptcha(options.captcha, options.redis);
  const client = await connect(
    clickhouseUrl === undefined
      ? { embedded: join(dataFolder, 'clickhouse') }
      : { url: clickhouseUrl },
  );
  const traffic = countTraffic(options, client);
  if (clickhouseUrl === undefined) await traffic.ready;
  const logger = openLog(options, client, version);
  const ledger = deprecations({ version });
  const logins = guardLogins(options, client, captcha);
  const receipts = consentRecords({ client, app: SITE, spool: join(dataFolder, 'consent-spool') });
  const sessions = session({
    secret: sessionSecret,
    store: sessionStore,
    app: SITE,
    // Who only reads gets no cookie.
    saveUninitialized: false,
  });

  const app = mounted({ options, sessions, traffic, ledger, logins, captcha });
  return {
    app,
    traffic,
    logger,
    async close(reason = 'close') {
      sessions.close();
      ledger.close();
      await logins.close();
      await receipts.close();
      await captcha.close();
      await traffic.close();
      await logger.shutdown({ reason });
      await client.close();
    },
  };
}

interface Parts {
  readonly options: AppOptions;
  readonly sessions: SessionHandler;
  readonly traffic: Analytics;
  readonly ledger: Deprecations;
  readonly logins: Logins;
  readonly captcha: PortalCaptcha;
}

/** The order matters: who is asking, headers, what needs no session, sessions, counting, the pages. */
function mounted({ options, sessions, traffic, ledger, logins, captcha }: Parts): Application {
  const app = bareApp();
  app.use(requestContext({ app }));
  app.use(accessLog({ skip: (req) => req.path.startsWith('/assets/') }));
  app.use(hardening());
  app.use(captcha.captcha.widget);
  app.use(
    sessionlessParts({
      faultRoute: options.faultRoute ?? false,
      deprecated: ledger.deprecated,
    }),
  );
  app.use(sessions);
  app.use(traffic.middleware);
  app.use(
    DASHBOARD_PATH,
    dashboard({
      queries: traffic.queries,
      site: SITE,
      authorize: (req) => signedInAccount(req)?.role === 'marketing',
      signInUrl: '/en/login',
    }),
  );
  app.use(
    createPortal({
      dashboardPath: `${DASHBOARD_PATH}/`,
      loginGuard: logins.makeGuard,
      captchaIsStandIn: captcha.isStandIn,
      consent: {
        key: options.logKey,
        policyFile: join(options.dataFolder, 'consent-policy.json'),
      },
    }),
  );
  // The portal has a page for what fails in its own pages; this one is for everything else.
  app.use(errorHandler());
  return app;
}

function bareApp(): Application {
  const app = express();
  app.disable('x-powered-by');
  // A proxy on this machine is believed, nobody else is.
  app.set('trust proxy', 'loopback');
  return app;
}

function ownVersion(): string {
  const manifest: unknown = JSON.parse(
    readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
  );
  const isManifest = typeof manifest === 'object' && manifest !== null && 'version' in manifest;
  return isManifest ? String(manifest.version) : 'unknown';
}
