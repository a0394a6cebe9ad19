import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { EmasError } from '@emas/suite';
import { createApp, DASHBOARD_PATH } from './app.ts';
import { STAFF } from './accounts.ts';

const PORT = Number(process.env['PORT'] ?? 3000);
const OWN_DATA = fileURLToPath(new URL('../data', import.meta.url));
const LOCK_FILE = fileURLToPath(new URL('../../../package-lock.json', import.meta.url));

try {
  start();
} catch (error) {
  process.stderr.write(`${error instanceof EmasError ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

function start(): void {
  if (!Number.isInteger(PORT) || PORT < 0 || PORT > 65_535) {
    throw new Error('PORT: expected a number from 0 to 65535.');
  }
  const isProduction = process.env['NODE_ENV'] === 'production';
  const { app, emas } = createApp({ data: OWN_DATA, lockFile: LOCK_FILE }, !isProduction);
  const server = app.listen(PORT, (error?: Error) => {
    if (error !== undefined) return;
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : PORT;
    process.stdout.write(greeting(port));
  });
  server.on('error', (error: NodeJS.ErrnoException) => {
    const isInUse = error.code === 'EADDRINUSE';
    process.stderr.write(
      isInUse ? `Port ${PORT} is taken. Try another: PORT=3001 npm start\n` : `${error.message}\n`,
    );
    process.exitCode = 1;
    void emas.close(error.code ?? 'server error');
  });
}

function greeting(port: number): string {
  const staff = STAFF.map(
    ({ username, password }) => `           sign in as ${username}, password ${password}`,
  );
  return [
    `Portal     http://localhost:${port}/`,
    `Dashboard  http://localhost:${port}${DASHBOARD_PATH}/`,
    ...staff,
    `Log        ${join(process.env['EMAS_DATA'] ?? OWN_DATA, 'logs')}`,
    'Attack     npm run attack --workspace examples/portal -- --help',
    'Ctrl-C stops all; figures and log stay.',
    '',
  ].join('\n');
}
