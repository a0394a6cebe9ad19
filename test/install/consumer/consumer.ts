/** Only compiled, with everything strict and the declarations of every package checked too. */
import { analytics, DIMENSIONS, logImporter } from '@emas/analytics';
import type { Analytics, Dimension, Figures, ImportSummary } from '@emas/analytics';
import { batchWriter, connect } from '@emas/clickhouse';
import type { ConnectOptions, WriterState } from '@emas/clickhouse';
import { dashboard } from '@emas/dashboards';
import type { DashboardOptions } from '@emas/dashboards';
import { EmasError, warnOnce } from '@emas/errors';
import { contextOf, requestContext } from '@emas/request-context';
import type { RequestContext } from '@emas/request-context';
import { importCommand } from '@emas/suite';
import express from 'express';

const server: ConnectOptions = { url: 'http://clickhouse:8123' };
const client = await connect(server);
const traffic: Analytics = analytics({
  client,
  site: 'shop',
  exclude: ['/admin/*', /^\/draft/],
  allows: (req) => req.get('dnt') !== '1',
});
// @ts-expect-error A misspelt option is found by the compiler too.
analytics({ client, timezone: 'UTC' });

const app = express();
app.use(requestContext({ app, country: { header: 'cf-ipcountry' } }));
app.use(traffic.middleware);
const options: DashboardOptions = {
  queries: traffic.queries,
  authorize: async (req) => Promise.resolve(req.emas?.address === '127.0.0.1'),
};
app.use('/traffic', dashboard(options));
app.get('/', (req, res) => {
  const context: RequestContext = contextOf(req);
  res.json({ id: context.id, browser: context.client.browser });
});

const first: Dimension | undefined = DIMENSIONS[0];
const figures: Figures = await traffic.queries.totals({
  site: 'shop',
  from: '2026-11-01',
  to: '2026-11-23',
  timeZone: 'Asia/Kuala_Lumpur',
  filters: [{ dimension: 'country', value: 'MY' }],
});
const bounceRate: number | null = figures.bounceRate;
const summary: ImportSummary = await logImporter({ client }).importFile('access.log');
const state: WriterState = await batchWriter({ client, spool: './spool' }).close();
const error: Error = new EmasError('ERR_EMAS_SHOP_CLOSED', 'Closed.', { help: 'Come back.' });
warnOnce('WARN_EMAS_SHOP', `${first} ${bounceRate} ${summary.views} ${state.parked} ${error.name}`);
importCommand().name();
