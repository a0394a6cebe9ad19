/**
 * Logs to a syslog receiver, and ends as it is told. Takes { sink, end } as JSON; `sink` is options of
 * syslogSink().
 */
import { createLogger, syslogSink } from '../../dist/index.js';

const { sink: options, end } = JSON.parse(process.argv[2]);
const sink = syslogSink(options);
const logger = createLogger({
  app: 'ending',
  key: 'ending '.repeat(5),
  console: false,
  sinks: [sink],
});
const turn = () => new Promise((resolve) => setTimeout(resolve, 5));

/** With a write of line 1 under way. */
async function underWay(then) {
  logger.info('line 0');
  while (sink.counters().written < 2) await turn();
  logger.info('line 1');
  logger.info('line 2');
  logger.info('line 3');
  then();
}

const ENDS = {
  exit: () => underWay(() => process.exit(3)),
  'exit a turn later': () => underWay(() => setImmediate(() => process.exit(3))),
  SIGTERM: () =>
    underWay(() => {
      // A signal comes with a turn of the event loop: it has to be there for it.
      setInterval(() => undefined, 1000);
      process.kill(process.pid, 'SIGTERM');
    }),
  throw: () =>
    underWay(() =>
      setImmediate(() => {
        throw new Error('nobody catches this');
      }),
    ),
  'natural end': () => underWay(() => undefined),
  shutdown: () => underWay(() => logger.shutdown()),
  'exit before there is a connection': () => {
    for (const line of [0, 1, 2, 3]) logger.info(`line ${line}`);
    process.exit(3);
  },
  'exit with a megabyte left': () => {
    for (const line of [0, 1, 2]) logger.info(`line ${line}`);
    for (let line = 0; line < 1000; line += 1) logger.info('x'.repeat(1000));
    logger.info('line 3');
    process.exit(3);
  },
  'a line of an exit handler': () =>
    underWay(() => {
      process.on('exit', () => logger.info('line 4'));
      process.exit(3);
    }),
};
process.stderr.destroy();
await ENDS[end]();
