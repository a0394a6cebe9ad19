/** Only compiled, with everything strict and the declarations of every package checked too. */
import { analytics, DIMENSIONS, logImporter } from '@emas/analytics';
import type { Analytics, Dimension, Figures, ImportSummary } from '@emas/analytics';
import { batchWriter, connect } from '@emas/clickhouse';
import type { ConnectOptions, WriterCounters } from '@emas/clickhouse';
import { dashboard } from '@emas/dashboards';
import type { DashboardOptions } from '@emas/dashboards';
import { EmasError } from '@emas/errors';
import { warnOnce } from '@emas/warnings';
import { createEventBus } from '@emas/events';
import type { EmasEvent } from '@emas/events';
import { isRedisClient } from '@emas/redis';
import { contextOf, requestContext } from '@emas/request-context';
import type { RequestContext } from '@emas/request-context';
import { redisStore, requireSession, session, Store } from '@emas/session';
import type { SessionHandler, SessionSummary } from '@emas/session';
import { suite } from '@emas/suite';
import type { Roles, Suite, SuiteOptions } from '@emas/suite';
import express from 'express';

const server: ConnectOptions = { url: 'http://clickhouse:8123' };
const client = connect(server);
const traffic: Analytics = analytics({
  client,
  app: 'shop',
  exclude: ['/admin/*', /^\/draft/],
  allows: (req) => req.get('dnt') !== '1',
});
// @ts-expect-error A misspelt option is found by the compiler too.
analytics({ client, timezone: 'UTC' });

const app = express();
app.use(requestContext({ app, country: { header: 'cf-ipcountry' } }));
const bus = createEventBus();
bus.subscribe((event: EmasEvent) => {
  if (event.name === 'session_expired') warnOnce('WARN_EMAS_SHOP_EXPIRED', event.fields.reason);
});
declare module 'express-session' {
  interface SessionData {
    basket?: string[];
  }
}
declare const redis: unknown;
const sessions: SessionHandler = session({
  secret: ['newer', 'older'],
  events: bus,
  binding: { mode: 'end', sensitive: (req) => req.path === '/pay' },
  ...(isRedisClient(redis) ? { store: redisStore({ redis: redis, app: 'portal' }) } : {}),
});
// @ts-expect-error A mode that there is not.
session({ secret: 'one', binding: 'loose' });
app.use(sessions);
app.post('/login', async (req, res) => {
  await req.emas?.session?.signIn('shopper');
  req.session.basket = [];
  const all: readonly SessionSummary[] = await sessions.registry.list('shopper');
  res.json({ all, store: req.sessionStore instanceof Store });
});
app.use('/basket', requireSession());
app.use(traffic);
const options: DashboardOptions = {
  traffic: traffic.queries,
  authorize: async (req) => Promise.resolve(req.emas?.address === '127.0.0.1' && 'admin'),
};
app.use('/traffic', dashboard(options));
app.get('/', (req, res) => {
  const context: RequestContext = contextOf(req);
  res.json({ id: context.id, browser: context.client.browser });
});

const first: Dimension | undefined = DIMENSIONS[0];
const figures: Figures = await traffic.queries.totals({
  from: '2026-11-01',
  to: '2026-11-23',
  filters: [{ dimension: 'country', value: 'MY' }],
});
const bounceRate: number | null = figures.bounceRate;
const summary: ImportSummary = await logImporter({ client }).importFile('access.log');
const writer = batchWriter({ client, spool: './spool' });
const counted: WriterCounters = writer.counters();
await writer.close();
const error: Error = new EmasError('ERR_EMAS_SHOP_CLOSED', 'Closed.', { help: 'Come back.' });
warnOnce(
  'WARN_EMAS_SHOP',
  `${first} ${bounceRate} ${summary.views} ${counted.parked} ${error.name}`,
);

const settings: SuiteOptions = {
  session: { idleTimeout: 60_000 },
  dashboards: {
    authorize: (req): Roles => (req.session?.basket === undefined ? [] : ['security']),
  },
};
const emas: Suite = suite(settings);
emas.mount(app);
app.post('/sign-in', emas.loginGuard(), async (req, res) => {
  const next = await req.emas?.login?.failed({ reason: 'wrong_password' });
  res.json({ wait: next?.wait, allowed: req.consent?.allows('figures') ?? false });
});
app.get('/old', emas.deprecated({ since: '2026-01-01' }), (_req, res) => res.json({}));
// @ts-expect-error A role that there is not.
suite({ dashboards: { authorize: () => 'owner' } });
await emas.close('done');
