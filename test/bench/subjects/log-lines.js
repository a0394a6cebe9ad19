/**
 * Lines a second of one logger, until the last one is in the file. Lines come as a busy server's do: some
 * hundred, then the event loop has its turn.
 */
import {
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  readSync,
  readdirSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { createLogger } from '@emas/logging';
import { pino } from 'pino';
import winston from 'winston';

const { folder, logger: name, lines, burst } = JSON.parse(process.argv[2]);

// The others begin no new file at any size: neither does ours here.
const SETTINGS = { app: 'bench', folder, console: false, maxFileBytes: 2 ** 32 };
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
    const logger = createLogger(SETTINGS);
    return { log: (message, meta) => logger.info(message, meta) };
  },
  oursChained() {
    const logger = createLogger({ ...SETTINGS, key: 'k'.repeat(32) });
    return { log: (message, meta) => logger.info(message, meta) };
  },
  /** Nothing is wanted below info: what a line costs that goes nowhere. */
  oursSilent() {
    const logger = createLogger({ ...SETTINGS, key: 'k'.repeat(32) });
    return { log: (message, meta) => logger.debug(message, meta), nothing: true };
  },
};

const { log, nothing = false } = LOGGERS[name]();
const METAS = Array.from({ length: 512 }, (_, index) => ({
  method: 'GET',
  url: `/en/clinics/${index}?q=klinik+${index}`,
  status: 200,
  ip: `203.0.113.${index % 256}`,
  duration: 12.5 + index,
}));

const WARM = 20_000;
for (let line = 0; line < WARM; line += 1) log('warm', METAS[line % 512]);
if (!nothing) await written('end of warming');

const started = process.hrtime.bigint();
for (let line = 0; line < lines; line += 1) {
  log('request answered', METAS[line % 512]);
  if (line % burst === burst - 1) await turn();
}
if (!nothing) await written('end of the bench');
const seconds = Number(process.hrtime.bigint() - started) / 1e9;
if (!nothing && count() !== WARM + lines) throw new Error(`${name} lost lines.`);
process.send(lines / seconds);

/** Logs a last line and waits until it is in the file: lines come in their order. */
async function written(last) {
  log(last, {});
  while (!tail().includes(`"${last}"`)) await turn();
}

/** Only the end of the file: to read all of it would be part of the bench. */
function tail() {
  const [file] = files().slice(-1);
  if (file === undefined) return '';
  const { size } = statSync(file);
  const bytes = Buffer.alloc(Math.min(size, 1024));
  const open = openSync(file, 'r');
  readSync(open, bytes, 0, bytes.length, size - bytes.length);
  closeSync(open);
  return bytes.toString('latin1');
}

/** All lines that were logged, once the clock has stopped. */
function count() {
  return files()
    .flatMap((file) => readFileSync(file, 'latin1').split('\n'))
    .filter((line) => /"(?:warm|request answered)"/.test(line)).length;
}

function files() {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).filter((one) => one.endsWith('.log'));
  return names.toSorted().map((one) => join(folder, one));
}
