import { createServer } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { EmasError } from '@emas/errors';
import { boundServer } from '@emas/hardening';
import { createApp, DASHBOARD_PATH } from './app.ts';
import { captchaKeys } from './captcha.ts';
import { keptSecret } from './kept-secret.ts';
import { openRedis } from './session-store.ts';

const PORT = Number(process.env['PORT'] ?? 3000);
const DATA = process.env['PORTAL_DATA'] ?? fileURLToPath(new URL('../data', import.meta.url));

try {
  await start();
} catch (error) {
  process.stderr.write(`${error instanceof EmasError ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

async function start(): Promise<void> {
  if (!Number.isInteger(PORT) || PORT < 0 || PORT > 65_535) {
    throw new Error('PORT wants a number from 0 to 65535.');
  }
  const redisUrl = process.env['REDIS_URL'] ?? '';
  const redis = redisUrl === '' ? undefined : await openRedis(redisUrl);
  const portal = await createApp({
    dataFolder: DATA,
    clickhouseUrl: process.env['CLICKHOUSE_URL'],
    sessionSecret: await keptSecret(DATA, 'session-secret', process.env['EMAS_SESSION_SECRET']),
    logKey: await keptSecret(DATA, 'log-key', process.env['EMAS_LOG_KEY']),
    faultRoute: process.env['NODE_ENV'] !== 'production',
    sessionStore: redis?.store,
    redis: redis?.client,
    captcha: captchaKeys(process.env),
  }).catch((error: unknown) => {
    redis?.close();
    throw error;
  });
  const close = async (reason: string): Promise<void> => {
    await portal.close(reason);
    redis?.close();
  };
  const server = boundServer(createServer(portal.app));
  server.on('error', (error: NodeJS.ErrnoException) => {
    const inUse = error.code === 'EADDRINUSE';
    process.stderr.write(
      inUse ? `Port ${PORT} is taken. Try another: PORT=3001 npm start\n` : `${error.message}\n`,
    );
    process.exitCode = 1;
    void close(error.code ?? 'server error');
  });
  server.listen(PORT, () => {
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : PORT;
    process.stdout.write(
      [
        `Portal     http://localhost:${port}/`,
        `Dashboard  http://localhost:${port}${DASHBOARD_PATH}/`,
        '           sign in as marketing, password angka-sahaja',
        `Log        ${join(DATA, 'logs')}`,
        'Attack     npm run attack --workspace examples/portal -- --help',
        'Ctrl-C stops all; figures and log stay.',
        '',
      ].join('\n'),
    );
  });

  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      server.close();
      server.closeAllConnections();
      void close(signal);
    });
  }
}
