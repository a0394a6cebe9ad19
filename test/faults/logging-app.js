/** Logs so many lines in one go, then ends in the way that it is told. */
import { createLogger } from '@emas/logging';

const { folder, lines, end } = JSON.parse(process.argv[2]);
const logger = createLogger({ app: 'exits', folder, key: 'exits '.repeat(8), console: false });
for (let line = 1; line <= lines; line += 1) logger.info('line', { line });

const ENDS = {
  'process.exit': () => process.exit(3),
  SIGTERM: () => process.kill(process.pid, 'SIGTERM'),
  SIGINT: () => process.kill(process.pid, 'SIGINT'),
  SIGHUP: () => process.kill(process.pid, 'SIGHUP'),
  SIGQUIT: () => process.kill(process.pid, 'SIGQUIT'),
  SIGUSR2: () => process.kill(process.pid, 'SIGUSR2'),
  'SIGQUIT, which the app hears itself': () => {
    process.on('SIGQUIT', () => process.exit(7));
    process.kill(process.pid, 'SIGQUIT');
  },
  'uncaught exception': () => {
    throw new Error('nobody catches this');
  },
  'unhandled rejection': () => void Promise.reject(new Error('nobody awaits this')),
  'natural end': () => undefined,
};
ENDS[end]();
