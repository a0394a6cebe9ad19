import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEventBus } from '@emas/events';
import type { EventBus } from '@emas/events';
import { createLogger } from '../src/create-logger.ts';
import type { EmasLogger } from '../src/create-logger.ts';
import type { LoggerOptions } from '../src/options.ts';

export const KEY = 'a key for tests, nothing else '.repeat(2);

/** A logger of its own in a folder of its own. */
export interface LogFolder {
  readonly folder: string;
  readonly bus: EventBus;
  readonly logger: EmasLogger;
  /** Names of the log files, in order. */
  files(): string[];
  text(file: string): string;
  /** Every line of a log, parsed; without `events`, all but what the logger says of itself. */
  lines(log?: string, events?: RegExp): LogLine[];
  /** Ends the logger and removes the folder. */
  end(): Promise<void>;
}

export interface LogLine {
  readonly time: string;
  readonly level: string;
  readonly category: string;
  readonly event?: string;
  readonly message: string;
  readonly request?: string;
  readonly data?: Readonly<Record<string, unknown>>;
  readonly app: string;
  readonly host: string;
  readonly pid: number;
  readonly seq: number;
  readonly mac?: string;
}

/** What the logger says of itself: not what most tests are about. */
const OWN = /^(?:sys_startup|sys_shutdown|log_file_opened|log_anchor)$/;

/** @param keyed Whether its lines are chained. */
export function logFolder(options: Partial<LoggerOptions> = {}, keyed = true): LogFolder {
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'emas-log-'));
  const bus = createEventBus();
  const logger = createLogger({
    app: 'test',
    folder,
    ...(keyed ? { key: KEY } : {}),
    console: false,
    signals: false,
    crashes: false,
    events: bus,
    ...options,
  });
  const files = (): string[] =>
    readdirSync(folder)
      .filter((name) => name.endsWith('.log'))
      .toSorted();
  return {
    folder,
    bus,
    logger,
    files,
    text: (file) => readFileSync(join(folder, file), 'utf8'),
    lines(log = 'system', events) {
      logger.flush();
      return files()
        .filter((name) => name.startsWith(`${log}.`))
        .flatMap((name) => readFileSync(join(folder, name), 'utf8').trimEnd().split('\n'))
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as LogLine)
        .filter(({ event = '' }) => (events === undefined ? !OWN.test(event) : events.test(event)));
    },
    async end() {
      await logger.shutdown({ timeout: 100 });
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Names of all events of a bus, from now on. */
export function heard(bus: EventBus): string[] {
  const names: string[] = [];
  bus.subscribe(({ name }) => names.push(name));
  return names;
}

/** Writes lines of 400 characters, one after the other. */
export function fill({ logger }: LogFolder, lines: number): void {
  for (let line = 0; line < lines; line += 1) {
    logger.info('x'.repeat(400), { line });
    logger.flush();
  }
}
