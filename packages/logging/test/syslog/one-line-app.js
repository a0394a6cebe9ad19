/** Sends one line to a syslog receiver, and has nothing more to do. Takes options of syslogSink() as JSON. */
import { createEventBus } from '@emas/events';
import { createLogger, syslogSink } from '../../dist/index.js';

const sink = syslogSink(JSON.parse(process.argv[2]));
const logger = createLogger({
  app: 'one-line',
  console: false,
  signals: false,
  sinks: [sink],
  events: createEventBus(),
});
logger.info('line 0');
const isWritten = setInterval(() => {
  // From here on only its connection could keep this process.
  if (sink.counters().written > 0) clearInterval(isWritten);
}, 5);
