/** An app of the packages while its ClickHouse is away: it serves, its page comes with script and style. */
import { equal, match, ok, rejects } from 'node:assert/strict';
import { analytics } from '@emas/analytics';
import { connect } from '@emas/clickhouse';
import { deprecations } from '@emas/deprecation';
import { clickhouseSink, createLogger, errorHandler, verifyLogs } from '@emas/logging';
import { dashboard } from '@emas/dashboards';
import { requestContext } from '@emas/request-context';
import { session } from '@emas/session';
import express from 'express';

// Nobody listens on the discard port.
const client = connect({ url: 'http://127.0.0.1:9', requestTimeout: 500 });
const traffic = analytics({
  client,
  app: 'shop',
  timeZone: 'Asia/Kuala_Lumpur',
  spool: './spool',
});

const key = 'a key for this test and nothing else';
const logger = createLogger({
  app: 'shop',
  folder: './logs',
  key,
  console: false,
  sinks: [clickhouseSink({ client, spool: './log-spool' })],
});
const ledger = deprecations({ version: '1.0.0' });

const app = express();
app.use(requestContext({ app }));
app.use(session({ secret: 'a secret for this test and nothing else' }));
app.use(traffic);
app.use(
  '/traffic',
  dashboard({ traffic: traffic.queries, app: 'shop', authorize: () => 'marketing' }),
);
app.get('/', (req, res) => {
  req.session.visits = (req.session.visits ?? 0) + 1;
  res.send(`<p>Selamat datang: ${req.session.visits}</p>`);
});

app.get('/old', ledger({ since: '2026-01-01' }), (req, res) => res.send('old'));
app.get('/fails', () => {
  throw new Error('nobody handles this');
});
app.use(errorHandler());

const server = app.listen(0, '127.0.0.1');
await new Promise((resolve) => server.once('listening', resolve));
const origin = `http://127.0.0.1:${server.address().port}`;
try {
  const home = await fetch(origin, { headers: { 'user-agent': 'Mozilla/5.0 Firefox/128.0' } });
  equal(home.status, 200);
  ok(home.headers.get('x-request-id'));
  const [cookie = ''] = home.headers.getSetCookie();
  match(cookie, /^[\da-f]{32}=/);
  // The same browser as before: a cookie that comes with another one is not believed.
  const headers = { cookie: cookie.split(';', 1)[0], 'user-agent': 'Mozilla/5.0 Firefox/128.0' };
  match(await (await fetch(origin, { headers })).text(), /Selamat datang: 2/);

  const page = await (await fetch(`${origin}/traffic/`)).text();
  const files = [...page.matchAll(/(?:src|href)="(assets\/[^"]+)"/g)].map(([, path]) => path);
  ok(files.some((path) => path.endsWith('.js')) && files.some((path) => path.endsWith('.css')));
  for (const path of files) equal((await fetch(`${origin}/traffic/${path}`)).status, 200, path);

  equal((await fetch(`${origin}/old`)).headers.get('deprecation'), '@1767225600');
  equal((await fetch(`${origin}/fails`)).status, 500);

  // The .sql file is there: what fails is the connection.
  const question = { from: '2026-11-01', to: '2026-11-23' };
  await rejects(traffic.queries.totals(question), { code: 'ECONNREFUSED' });
} finally {
  await new Promise((resolve) => server.close(resolve));
  await traffic.close();
  await logger.shutdown({ timeout: 500 });
  await client.close();
}
const { views, writer } = traffic.counters();
equal(views, 2);
const logs = await verifyLogs('./logs', { keys: [key] });
// The file's first line, the error, and how far the log with the anchors had come.
ok(logs.some(({ log, lines }) => log === 'error' && lines === 3));
equal(logs.flatMap(({ findings }) => findings).length, 0);
match(writer.fault?.code ?? '', /ECONNREFUSED/);
ok(writer.spooled.rows > 0, 'What was counted waits in the spool.');
