/**
 * Lines a second of one logger, until the last one is in the file. Lines come as a busy server's do: some
 * hundred, then the event loop has its turn.
 */
import { closeSync, existsSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { createLogger } from '@emas/logging';
import { pino } from 'pino';
import winston from 'winston';

const { folder, logger: name, lines, burst } = JSON.parse(process.argv[2]);

const LOGGERS = {
  winstonFile() {
    const logger = winston.createLogger({
      format: winston.format.combine(winston.format.timestamp(), winston.format.json()),
      transports: [new winston.transports.File({ filename: join(folder, 'app.log') })],
    });
    return { log: (message, meta) => logger.info(message, meta) };
  },
  pinoAsync() {
    const destination = pino.destination({ dest: join(folder, 'app.log'), sync: false });
    const logger = pino(destination);
    return { log: (message, meta) => logger.info(meta, message) };
  },
  oursPlain() {
    const logger = createLogger({ app: 'bench', folder, console: false });
    return { log: (message, meta) => logger.info(message, meta) };
  },
  oursChained() {
    const logger = createLogger({ app: 'bench', folder, console: false, key: 'k'.repeat(32) });
    return { log: (message, meta) => logger.info(message, meta) };
  },
  /** Nothing is wanted below info: what a line costs that goes nowhere. */
  oursSilent() {
    const logger = createLogger({ app: 'bench', folder, console: false, key: 'k'.repeat(32) });
    return { log: (message, meta) => logger.debug(message, meta), nothing: true };
  },
};

const progress = {};
const { log, nothing = false } = LOGGERS[name]();
const METAS = Array.from({ length: 512 }, (_, index) => ({
  method: 'GET',
  url: `/en/clinics/${index}?q=klinik+${index}`,
  status: 200,
  ip: `203.0.113.${index % 256}`,
  duration: 12.5 + index,
}));

for (let line = 0; line < 20_000; line += 1) log('warm', METAS[line % 512]);
if (!nothing) await until(20_000);

const started = process.hrtime.bigint();
for (let line = 0; line < lines; line += 1) {
  log('request answered', METAS[line % 512]);
  if (line % burst === burst - 1) await turn();
}
if (!nothing) await until(20_000 + lines);
const seconds = Number(process.hrtime.bigint() - started) / 1e9;
process.send(lines / seconds);

/** Waits until the files hold so many of the app's lines, counted from where it stopped to look. */
async function until(wanted) {
  for (;;) {
    if (count() >= wanted) return;
    await turn();
  }
}

/** Reading all of it at each look would be the bench: only what is new is read. */
function count() {
  if (!existsSync(folder)) return 0;
  for (const file of readdirSync(folder).filter((one) => /\.log$/.test(one))) {
    const seen = (progress[file] ??= { at: 0, lines: 0, rest: '' });
    const { size } = statSync(join(folder, file));
    if (size === seen.at) continue;
    const bytes = Buffer.alloc(size - seen.at);
    const open = openSync(join(folder, file), 'r');
    readSync(open, bytes, 0, bytes.length, seen.at);
    closeSync(open);
    seen.at = size;
    const text = seen.rest + bytes.toString('latin1');
    const parts = text.split('\n');
    seen.rest = parts.pop();
    seen.lines += parts.filter((line) => /"(?:warm|request answered)"/.test(line)).length;
  }
  return Object.values(progress).reduce((sum, { lines: found }) => sum + found, 0);
}
