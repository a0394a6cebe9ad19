import type { Request, RequestHandler, Response } from 'express';
import { brownoutSchedule } from './brownouts.ts';
import { clientTeller } from './client.ts';
import { watchCode } from './code-watch.ts';
import type { CodeWatchOptions } from './code-watch.ts';
import { endpointOf, metAt } from './endpoint.ts';
import type { MetAt } from './endpoint.ts';
import { announce } from './headers.ts';
import { Ledger } from './ledger.ts';
import type { LedgerClient, LedgerRow } from './ledger.ts';
import { noticeError, parseNotice } from './notice.ts';
import type { DeprecationNotice, ParsedNotice } from './notice.ts';
import { operationMatcher } from './openapi.ts';
import type { OpenApiDefaults } from './openapi.ts';
import { resolveOptions } from './options.ts';
import type { DeprecationsOptions, ResolvedOptions } from './options.ts';
import { refuse } from './problem.ts';
import type { Refusal } from './problem.ts';

/** What is deprecated in an app, and who still uses it. */
export interface Deprecations {
  /**
   * Marks what comes after it, on a route or a router.
   *
   * @throws EmasError `ERR_EMAS_DEPRECATION_NOTICE` on wrong dates, links or times.
   */
  readonly deprecated: (notice: DeprecationNotice) => RequestHandler;
  /**
   * Marks the operations that an OpenAPI document says are deprecated. Mounted where its paths begin.
   *
   * @throws EmasError `ERR_EMAS_DEPRECATION_NOTICE`.
   */
  fromOpenApi(document: unknown, defaults: OpenApiDefaults): RequestHandler;
  /** Hears of deprecated functions that code calls. @returns What ends it. */
  watchCode(options?: CodeWatchOptions): () => void;
  /** Who called what in this process. */
  ledger(): LedgerRow[];
  /** Tells the counts now. */
  flush(): void;
  /** Tells them, and stops. */
  close(): void;
}

/**
 * One ledger for an app.
 *
 * @throws EmasError `ERR_EMAS_DEPRECATIONS_OPTIONS` on a wrong option.
 */
export function deprecations(given: DeprecationsOptions = {}): Deprecations {
  const options = resolveOptions(given);
  const { events: bus, now } = options;
  const ledger = new Ledger(bus, options.version, options.maxClients);
  const marker = new Marker(options, ledger);
  const flush = (): void => ledger.tell(now());
  const timer = setInterval(flush, options.countEvery).unref();
  const leave = bus.subscribe((event) => {
    // Routes are marked as modules load, often before there is a log to hear of it.
    if (event.name === 'sys_startup') marker.declareAgain(event.fields.version);
    // The log is still written when it says that it ends.
    if (event.name === 'sys_shutdown' || event.name === 'sys_crash') flush();
  });
  return {
    deprecated: (notice) => marker.middleware(notice),
    fromOpenApi(document, defaults) {
      const match = operationMatcher(document, defaults, (notice) => marker.mark(notice));
      return function emasDeprecatedOperation(req, res, next) {
        const handle = match(req.method, `${req.baseUrl}${req.path}`);
        if (handle === undefined) next();
        else handle(req, res, next);
      };
    },
    watchCode: (watchOptions) => watchCode(bus, watchOptions),
    ledger: () => ledger.rows(),
    flush,
    close() {
      clearInterval(timer);
      flush();
      leave();
    },
  };
}

/** A notice with what was worked out of it at the start. */
interface Marked {
  readonly notice: ParsedNotice;
  readonly since: string;
  readonly sunset: string | undefined;
}

class Marker {
  readonly #options: ResolvedOptions;
  readonly #ledger: Ledger;
  readonly #clientOf: (req: Request) => LedgerClient;
  readonly #declared = new Map<string, Marked>();

  constructor(options: ResolvedOptions, ledger: Ledger) {
    this.#options = options;
    this.#ledger = ledger;
    this.#clientOf = clientTeller(options);
  }

  middleware(given: DeprecationNotice): RequestHandler {
    return this.mark(given);
  }

  mark(given: DeprecationNotice): RequestHandler {
    if (typeof given !== 'object' || given === null) {
      throw noticeError('there is no notice', "Write deprecated({ since: '2026-01-31' }).");
    }
    const notice = parseNotice(given);
    const brownout = brownoutSchedule(given.brownouts ?? []);
    const marked: Marked = { notice, since: dayOf(notice.since), sunset: dayOrNone(notice.sunset) };
    if (notice.endpoint !== undefined) this.#declare(notice.endpoint, marked);
    const { now } = this.#options;
    const afterSunset = notice.afterSunset ?? this.#options.afterSunset;

    return (req, res, next) => {
      const time = now();
      const met = metAt(req);
      announce(res, notice);
      const isOver = notice.sunset !== undefined && time >= notice.sunset;
      if (isOver && afterSunset === 'gone') {
        this.#refuse(req, res, marked, { reason: 'sunset', status: 410, retryAfter: undefined });
        return;
      }
      const current = brownout(time);
      if (current !== undefined) {
        const seconds = Math.ceil((current.until - time) / 1000);
        const retryAfter = current.status === 503 ? seconds : undefined;
        this.#refuse(req, res, marked, { reason: 'brownout', status: current.status, retryAfter });
        return;
      }
      // The route is known by the time that the answer is.
      res.once('close', () => this.#count(req, met, marked));
      next();
    };
  }

  #count(req: Request, met: MetAt, marked: Marked): void {
    const endpoint = marked.notice.endpoint ?? endpointOf(req, met);
    const { since, sunset } = marked;
    this.#declare(endpoint, marked);
    const address = req.emas?.address ?? '';
    const client = this.#clientOf(req);
    this.#ledger.count({ endpoint, client, address, since, sunset }, this.#options.now());
  }

  #refuse(req: Request, res: Response, marked: Marked, refusal: Refusal): void {
    const met = metAt(req);
    this.#count(req, met, marked);
    const { id, kind } = this.#clientOf(req);
    this.#options.events.emit('deprecated_api_refused', {
      endpoint: marked.notice.endpoint ?? endpointOf(req, met),
      version: this.#ledger.version,
      client: id,
      client_kind: kind,
      source_ip: req.emas?.address ?? '',
      reason: refusal.reason,
    });
    refuse(res, refusal, marked.notice);
  }

  /** Once a process: from then on it is known that it is watched, called or not. */
  #declare(endpoint: string, marked: Marked): void {
    if (this.#declared.has(endpoint) || this.#declared.size >= MOST_ENDPOINTS) return;
    this.#declared.set(endpoint, marked);
    this.#tell(endpoint, marked);
  }

  /** @param version Of the app, as its log has it; the option stands before it. */
  declareAgain(version: string | undefined): void {
    if (this.#options.version === '' && version !== undefined) this.#ledger.version = version;
    for (const [endpoint, marked] of this.#declared) this.#tell(endpoint, marked);
  }

  #tell(endpoint: string, { notice, since, sunset }: Marked): void {
    this.#options.events.emit('deprecated_api_declared', {
      endpoint,
      version: this.#ledger.version,
      since,
      sunset,
      successor: notice.successor,
    });
  }
}

const MOST_ENDPOINTS = 1000;

/** `2026-01-31`, or the time where it is not midnight. */
function dayOf(time: number): string {
  const text = new Date(time).toISOString();
  return text.endsWith('T00:00:00.000Z') ? text.slice(0, 10) : text;
}

function dayOrNone(time: number | undefined): string | undefined {
  return time === undefined ? undefined : dayOf(time);
}
