import { coarseNetwork } from '@emas/addresses';
import type { Keeping } from '@emas/data-map';
import { accountHasher } from '@emas/events/internal';
import type { EventBus, EventCategory, EventFields, EventName } from '@emas/events';
import { currentContext } from '@emas/request-context';
import { clientName } from '@emas/request-context/internal';
import { createLogger as createWinston } from 'winston';
import type { Logger } from 'winston';
import { fileLogs } from './file/file-logs.ts';
import type { FileLogs } from './file/file-logs.ts';
import { Encoder } from './json/encoder.ts';
import { eventDataWriter } from './json/event-data.ts';
import { fingerprintOf } from './errors/fingerprint.ts';
import { logPlaces } from './kept-places.ts';
import { resolveOptions } from './options.ts';
import type { LoggerOptions, ResolvedOptions } from './options.ts';
import { Pipeline } from './pipeline.ts';
import type { CategoryRoute } from './pipeline.ts';
import { onProcessEnd } from './process-end.ts';
import { LEVELS } from './record.ts';
import type { LogOrigin, LogSink, SinkCounters } from './record.ts';
import { createRedactor } from './redaction/redactor.ts';
import { ConsoleSink } from './console-sink.ts';
import { child, wear } from './winston-face.ts';
import type { Face } from './winston-face.ts';
import { WinstonSink } from './winston-sink.ts';

/** winston's logger, and what an app that has promised its visitors something needs besides. */
export interface EmasLogger extends Logger, Keeping {
  /** Says that something of the catalogue happened: the same as emitting it on the logger's bus. */
  event<Name extends EventName>(name: Name, fields: EventFields<Name>): void;
  /** A logger whose lines go to another category; that of a logger is `system`. */
  category(category: EventCategory): Logger;
  /** Has everything written that was logged so far, what is folded included, before it returns. */
  flush(): void;
  /** Writes what there is, tells the receivers goodbye within `timeout` milliseconds (5000), and stops. */
  shutdown(options?: { readonly timeout?: number; readonly reason?: string }): Promise<void>;
  /** How files and receivers stand, by name. */
  counters(): Readonly<Record<string, SinkCounters>>;
}

/**
 * A winston logger whose lines are complete, cannot be forged and leave in time.
 *
 * @throws EmasError `ERR_EMAS_LOGGER_OPTIONS` on a wrong option, `ERR_EMAS_LOG_FOLDER` where the folder
 * cannot be written.
 */
export function createLogger(given: LoggerOptions): EmasLogger {
  const options = resolveOptions(given);
  const origin: LogOrigin = {
    app: options.app,
    version: options.version,
    host: options.host,
    pid: process.pid,
  };
  const winston = createWinston({ levels: { ...LEVELS }, level: options.level });
  const { folder } = options;
  const files = folder === undefined ? undefined : fileLogs(folder, options, origin);
  const everywhere = receivers(options, winston);
  const pipeline = pipelineOf({
    options,
    origin,
    files,
    everywhere,
    level: () => levelOf(winston),
  });
  const all = [...(files?.sinks() ?? []), ...everywhere];
  const face: Face = { category: 'system', base: [] };
  for (const sink of options.sinks) {
    const receiver = sink.name;
    sink.onDropped?.((count) => options.events.emit('log_lines_dropped', { receiver, count }));
  }
  const logger = wear(winston, pipeline, face);
  const leave = options.events.subscribe((event) => pipeline.event(event));
  const stop = lastWords(options, files, all, pipeline);
  options.events.emit('sys_startup', { version: options.version, node: process.version });

  let closing: Promise<void> | undefined;
  return Object.assign(logger, {
    keeps: logPlaces(options),
    event: <Name extends EventName>(name: Name, fields: EventFields<Name>): void =>
      options.events.emit(name, fields),
    category: (category: EventCategory): Logger =>
      child(logger, pipeline, face, undefined, category),
    flush(): void {
      pipeline.flush();
      for (const sink of all) sink.flushSync();
    },
    counters: () => Object.fromEntries(all.map((sink) => [sink.name, sink.counters()])),
    shutdown({ timeout = 5000, reason = 'shutdown' } = {}): Promise<void> {
      closing ??= close(timeout, reason);
      return closing;
    },
  });

  async function close(timeout: number, reason: string): Promise<void> {
    options.events.emit('sys_shutdown', { reason });
    files?.anchor();
    files?.stopRemoving();
    stop();
    leave();
    await Promise.all(all.map((sink) => sink.close(timeout)));
    files?.close();
  }
}

function levelOf(logger: Logger): number {
  return Reflect.get(LEVELS, logger.level) ?? LEVELS.info;
}

/** Where every category goes besides its file. */
function receivers(options: ResolvedOptions, logger: Logger): LogSink[] {
  const console = options.console === false ? [] : [new ConsoleSink(options.console)];
  return [...console, ...options.sinks, new WinstonSink(logger)];
}

interface PipelineNeeds {
  readonly options: ResolvedOptions;
  readonly origin: LogOrigin;
  readonly files: FileLogs | undefined;
  readonly everywhere: readonly LogSink[];
  readonly level: () => number;
}

function pipelineOf({ options, origin, files, everywhere, level }: PipelineNeeds): Pipeline {
  const encoder = new Encoder(createRedactor(options.redact), options.limits);
  const routes = new Map<EventCategory, CategoryRoute>();
  for (const [category, route] of options.routes) {
    const file = files?.sinkOf(category);
    routes.set(category, { route, sinks: [...(file === undefined ? [] : [file]), ...everywhere] });
  }
  return new Pipeline({
    encoder,
    eventData: eventDataWriter(encoder, {
      account: accountWriter(options),
      network: options.addresses === 'all' ? (address) => address : coarseNetwork,
    }),
    routes,
    origin,
    counting: everywhere.filter((sink) => sink.count !== undefined),
    foldWindow: options.foldWindow,
    level,
  });
}

function accountWriter({ accounts, keys }: ResolvedOptions): (name: string) => string {
  if (typeof accounts === 'function') return accounts;
  return accounts === 'plain' ? (name) => name : accountHasher(keys[0]);
}

/** The request that is being served, as `unhandled_error` tells it: nobody answers it any more. */
function requestFields(): Partial<EventFields<'sys_crash'>> {
  const context = currentContext();
  if (context === undefined) return {};
  const { method, path, address, client } = context;
  return { method, path, source_ip: address, client: clientName(client) };
}

/** @returns What takes it back. */
function lastWords(
  options: ResolvedOptions,
  files: FileLogs | undefined,
  sinks: readonly LogSink[],
  pipeline: Pipeline,
): () => void {
  const bus: EventBus = options.events;
  let isTold = false;
  return onProcessEnd(
    {
      flushSync: () => sinks.forEach((sink) => sink.flushSync()),
      onLastTurn() {
        pipeline.writeAtOnce();
        for (const sink of sinks) sink.lastTurn?.();
      },
      onEnd(reason) {
        if (isTold) return;
        isTold = true;
        bus.emit('sys_shutdown', { reason });
        files?.anchor();
      },
      onCrash(error, origin) {
        if (!options.crashes) return;
        isTold = true;
        bus.emit('sys_crash', {
          fingerprint: fingerprintOf(error),
          error,
          origin,
          ...requestFields(),
        });
        files?.anchor();
      },
    },
    options.signals,
  );
}
