/**
 * Logs some lines with a pause before them, says so by a file, and never lets its event loop turn again.
 * Takes { folder, marker, lines, pause, syslog } as JSON; the pause is in milliseconds.
 */
import { writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { createEventBus } from '@emas/events';
import { createLogger, syslogSink } from '../dist/index.js';

const { folder, marker, lines, pause, syslog } = JSON.parse(process.argv[2]);
const sinks = syslog === undefined ? [] : [syslogSink(syslog)];
const logger = createLogger({
  app: 'blocking',
  key: 'blocking '.repeat(4),
  console: false,
  events: createEventBus(),
  sinks,
  ...(folder === undefined ? {} : { folder }),
});
logger.info('warm');
while (sinks.some((sink) => sink.counters().queued > 0)) await sleep(5);
await sleep(pause);
for (let line = 1; line <= lines; line += 1) logger.info(`line ${line} starts the report`);
writeFileSync(marker, '');
for (;;) if (process.argv.length === 0) break;
