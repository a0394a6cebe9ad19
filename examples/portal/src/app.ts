import { join } from 'node:path';
import { analytics } from '@emas/analytics';
import type { Analytics } from '@emas/analytics';
import { connect } from '@emas/clickhouse';
import { dashboard } from '@emas/dashboards';
import { requestContext } from '@emas/request-context';
import { memoryStore, session } from '@emas/session';
import type { RecordStore } from '@emas/session';
import express from 'express';
import type { Application } from 'express';
import { createPortal, sessionlessParts } from './portal.ts';
import { securityHeaders } from './security-headers.ts';
import { signedInAccount } from './sign-in.ts';

/** Settings of the portal. */
export interface AppOptions {
  /** Folder for the engine's data and for batches that wait. */
  readonly dataFolder: string;
  /** A ClickHouse server; without it, the engine runs in this process. */
  readonly clickhouseUrl?: string | undefined;
  /** Signs the session cookies; 32 characters or more. */
  readonly sessionSecret: string;
  /** Where sessions are kept, closed by who opened it. @default the memory of this process */
  readonly sessionStore?: RecordStore | undefined;
}

/** The portal, ready to listen. */
export interface PortalApp {
  readonly app: Application;
  readonly traffic: Analytics;
  /** Sends what was counted and closes the engine. */
  close(): Promise<void>;
}

export const DASHBOARD_PATH = '/emas/dashboard';
const SITE = 'portal';

/** Puts the portal together: who is asking, headers, sessions, counting, the dashboard, the pages. */
export async function createApp(options: AppOptions): Promise<PortalApp> {
  const { dataFolder, clickhouseUrl, sessionSecret, sessionStore = memoryStore() } = options;
  const client = await connect(
    clickhouseUrl === undefined
      ? { embedded: join(dataFolder, 'clickhouse') }
      : { url: clickhouseUrl },
  );
  const traffic = analytics({
    client,
    site: SITE,
    timeZone: 'Asia/Kuala_Lumpur',
    spool: join(dataFolder, 'spool'),
    exclude: ['/emas/*', '/api/*'],
    // A demo has one visitor, who wants to see himself. A real site leaves the default, 5.
    smallCells: 1,
  });
  if (clickhouseUrl === undefined) await traffic.ready;
  const sessions = session({
    secret: sessionSecret,
    store: sessionStore,
    app: SITE,
    // Who only reads gets no cookie.
    saveUninitialized: false,
  });

  const app = express();
  app.disable('x-powered-by');
  app.use(requestContext({ app }));
  app.use(...securityHeaders());
  app.use(sessionlessParts());
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
  app.use(createPortal({ dashboardPath: `${DASHBOARD_PATH}/` }));
  return {
    app,
    traffic,
    async close() {
      sessions.close();
      await traffic.close();
      await client.close();
    },
  };
}
