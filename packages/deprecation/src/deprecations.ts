import type { Keeping, KeptPlace } from '@emas/data-map';
import type { RequestHandler } from 'express';
import { watchCode } from './code-watch.ts';
import type { CodeWatchOptions } from './code-watch.ts';
import { Ledger } from './ledger.ts';
import type { LedgerRow } from './ledger.ts';
import { Marker } from './marker.ts';
import type { DeprecationNotice } from './notice.ts';
import { operationMatcher } from './openapi.ts';
import type { OpenApiDefaults } from './openapi.ts';
import { resolveOptions } from './options.ts';
import type { DeprecationsOptions } from './options.ts';

/** What is deprecated in an app, and who still uses it. */
export interface Deprecations extends Keeping {
  /**
   * Marks what comes after it, on a route or a router.
   *
   * @throws EmasError `ERR_EMAS_DEPRECATION_NOTICE` on wrong dates, links or times.
   */
  (notice: DeprecationNotice): RequestHandler;
  /**
   * Marks the operations that an OpenAPI document says are deprecated. Mounted at the app with the
   * document's `basePath`, or where its paths begin.
   *
   * @throws EmasError `ERR_EMAS_DEPRECATION_NOTICE`.
   */
  fromOpenApi(document: unknown, defaults: OpenApiDefaults): RequestHandler;
  /** Hears of deprecated functions that code calls. @returns What ends it. */
  watchCode(options?: CodeWatchOptions): () => void;
  /** Who called what in this process. Who has not called for a day is left to the log. */
  ledger(): LedgerRow[];
  /** Tells the counts now. */
  flush(): void;
  /** Tells them, and stops. */
  close(): Promise<void>;
}

/**
 * One ledger for an app.
 *
 * @throws EmasError `ERR_EMAS_DEPRECATIONS_OPTIONS` on a wrong option.
 */
export function deprecations(given: DeprecationsOptions = {}): Deprecations {
  const options = resolveOptions(given);
  const { events: bus, now } = options;
  const ledger = new Ledger(bus, options.version, options.maxClients, options.countEvery);
  const marker = new Marker(options, ledger);
  const flush = (): void => ledger.tell(now());
  const timer = setInterval(flush, options.countEvery).unref();
  const end = (): void => {
    flush();
    ledger.watch.end(now());
  };
  const leave = bus.subscribe((event) => {
    // Routes are marked as modules load, often before there is a log to hear of it.
    if (event.name === 'sys_startup') marker.declareAgain(event.fields.version);
    // The log is still written when it says that it ends.
    if (event.name === 'sys_shutdown' || event.name === 'sys_crash') end();
  });
  const mark = (notice: DeprecationNotice): RequestHandler => marker.mark(notice);
  return Object.assign(mark, {
    keeps: [LEDGER],
    fromOpenApi(document: unknown, defaults: OpenApiDefaults): RequestHandler {
      const match = operationMatcher(document, defaults, mark);
      return function emasDeprecatedOperation(req, res, next) {
        // By the whole path, or by what is left of it where this is mounted.
        const operation =
          match(req.method, `${req.baseUrl}${req.path}`) ?? match(req.method, req.path);
        if (operation?.handle === undefined) next();
        else operation.handle(req, res, next);
      };
    },
    watchCode: (watchOptions?: CodeWatchOptions) => watchCode(bus, watchOptions),
    ledger: () => ledger.rows(),
    flush,
    async close(): Promise<void> {
      clearInterval(timer);
      end();
      leave();
    },
  });
}

/** Who called in this process; lines of the log tell the rest. */
const LEDGER: KeptPlace = {
  id: 'deprecation/ledger',
  kind: 'memory',
  where: 'calls of outdated APIs',
  holds: ['program', 'client', 'attempts', 'moment'],
  reason: 'deprecation',
  kept: { until: 'process' },
  readers: ['app', 'developers'],
};
