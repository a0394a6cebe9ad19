import type { Request, RequestHandler, Response } from 'express';
import { brownoutSchedule } from './brownouts.ts';
import type { BrownoutSchedule } from './brownouts.ts';
import { clientTeller } from './client.ts';
import { endpointOf, metAt } from '@emas/request-context/internal';
import type { MetAt } from '@emas/request-context/internal';
import { announce } from './headers.ts';
import type { Ledger, LedgerClient } from './ledger.ts';
import { parseNotice } from './notice.ts';
import type { DeprecationNotice, ParsedNotice } from './notice.ts';
import type { ResolvedOptions } from './options.ts';
import { refuse } from './problem.ts';
import type { Refusal } from './problem.ts';

/** What is told of an endpoint, of all notices that hold for it. */
interface Declared {
  readonly since: string;
  readonly sunset: string | undefined;
  readonly successor: string | undefined;
}

/** The notices that a request met on its way: those of routers, then the route's. */
interface Meeting {
  readonly notices: ParsedNotice[];
  met: MetAt;
  refused: Refusal['reason'] | undefined;
}

const MOST_ENDPOINTS = 1000;

/** Makes the middlewares, and sees to it that a call is counted once, however many of them it met. */
export class Marker {
  readonly #options: ResolvedOptions;
  readonly #ledger: Ledger;
  readonly #clientOf: (req: Request) => LedgerClient;
  readonly #declared = new Map<string, Declared>();
  readonly #meetings = new WeakMap<Response, Meeting>();

  constructor(options: ResolvedOptions, ledger: Ledger) {
    this.#options = options;
    this.#ledger = ledger;
    this.#clientOf = clientTeller(options);
  }

  /** @throws EmasError `ERR_EMAS_DEPRECATION_NOTICE`. */
  mark(given: DeprecationNotice): RequestHandler {
    const notice = parseNotice(given);
    const brownout = brownoutSchedule(given.brownouts ?? [], notice.sunset);
    if (notice.endpoint !== undefined) this.#declare(notice.endpoint, declaredBy([notice]));

    return (req, res, next) => {
      const meeting = this.#meet(req, res, notice);
      announce(res, notice);
      const refusal = this.#refusalOf(notice, brownout);
      if (refusal === undefined) {
        next();
        return;
      }
      meeting.refused = refusal.reason;
      refuse(req, res, refusal, notice);
    };
  }

  #meet(req: Request, res: Response, notice: ParsedNotice): Meeting {
    const met = metAt(req);
    const known = this.#meetings.get(res);
    if (known !== undefined) {
      known.notices.push(notice);
      known.met = { baseUrl: met.baseUrl, params: [...known.met.params, ...met.params] };
      return known;
    }
    const meeting: Meeting = { notices: [notice], met, refused: undefined };
    this.#meetings.set(res, meeting);
    // The route is known by the time that the answer is.
    res.once('close', () => this.#count(req, meeting));
    return meeting;
  }

  #refusalOf(notice: ParsedNotice, brownout: BrownoutSchedule): Refusal | undefined {
    const time = this.#options.now();
    const afterSunset = notice.afterSunset ?? this.#options.afterSunset;
    if (notice.sunset !== undefined && time >= notice.sunset && afterSunset === 'gone') {
      return { reason: 'sunset', status: 410, retryAfter: undefined };
    }
    const current = brownout(time);
    if (current === undefined) return undefined;
    const seconds = Math.ceil((current.until - time) / 1000);
    const retryAfter = current.status === 503 ? seconds : undefined;
    return { reason: 'brownout', status: current.status, retryAfter };
  }

  #count(req: Request, { notices, met, refused }: Meeting): void {
    const client = this.#clientOf(req);
    const address = req.emas?.address ?? '';
    const now = this.#options.now();
    const route = endpointOf(req, met);
    for (const endpoint of new Set(notices.map((notice) => notice.endpoint ?? route))) {
      const declared = declaredBy(
        notices.filter((notice) => (notice.endpoint ?? route) === endpoint),
      );
      this.#declare(endpoint, declared);
      const { since, sunset } = declared;
      const call = { endpoint, client, address, since, sunset };
      this.#ledger.count(call, now);
      if (refused !== undefined) this.#ledger.refused(call, refused, now);
    }
  }

  /** Once a process: from then on it is known that it is watched, called or not. */
  #declare(endpoint: string, declared: Declared): void {
    if (this.#declared.has(endpoint) || this.#declared.size >= MOST_ENDPOINTS) return;
    this.#declared.set(endpoint, declared);
    this.#tell(endpoint, declared);
  }

  /** @param version Of the app, as its log has it; the option stands before it. */
  declareAgain(version: string | undefined): void {
    if (this.#options.version === '' && version !== undefined) this.#ledger.version = version;
    for (const [endpoint, declared] of this.#declared) this.#tell(endpoint, declared);
  }

  #tell(endpoint: string, declared: Declared): void {
    const { version, run } = this.#ledger;
    this.#ledger.watch.begin(this.#options.now());
    this.#options.events.emit('deprecated_api_declared', { endpoint, version, run, ...declared });
  }
}

/** Of several the earliest dates hold, as in the headers, and the successor nearest to the route. */
function declaredBy(notices: readonly ParsedNotice[]): Declared {
  const sunsets = notices.flatMap(({ sunset }) => sunset ?? []);
  return {
    since: dayOf(Math.min(...notices.map(({ since }) => since))),
    sunset: sunsets.length === 0 ? undefined : dayOf(Math.min(...sunsets)),
    successor: notices.findLast(({ successor }) => successor !== undefined)?.successor,
  };
}

/** `2026-01-31`, or the time where it is not midnight. */
function dayOf(time: number): string {
  const text = new Date(time).toISOString();
  return text.endsWith('T00:00:00.000Z') ? text.slice(0, 10) : text;
}
