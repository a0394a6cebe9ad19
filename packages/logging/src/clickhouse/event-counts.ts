import { coarseNetwork } from '@emas/addresses';
import { CATALOGUE } from '@emas/events';
import type { EventDefinition, EventName } from '@emas/events';
import { clientName } from '@emas/request-context/internal';
import type { LogRecord } from '../record.ts';
import { sqlTime } from '@emas/clickhouse/internal';

/** A row of `emas_event_counts`. */
export interface CountRow extends Counted {
  readonly hour: string;
  readonly count: number;
  readonly first: string;
  readonly last: string;
}

/** What is counted apart. */
interface Counted {
  readonly app: string;
  readonly category: string;
  readonly event: EventName;
  /** What became of it, as the catalogue says: `success`, `failure`, `unknown` or `''`. */
  readonly outcome: string;
  readonly reason: string;
  readonly account: string;
  readonly prefix: string;
  readonly country: string;
  readonly client: string;
  readonly endpoint: string;
}

interface Tally {
  readonly of: Counted;
  /** The first moment of the hour, milliseconds. */
  readonly hour: number;
  count: number;
  readonly first: number;
  last: number;
}

const HOUR_MS = 3_600_000;
/**
 * Rows of one event: an attack from everywhere at once, or a flood of another event, must not cost the others
 * their accounts and networks. What comes beyond counts without network, account and client.
 */
const MOST_ROWS = 50_000;
/** Programs name themselves, and not all of them mean well: what comes beyond is `other`. */
const MOST_CLIENTS = 500;

/** Counts events in memory until they are written. */
export class EventCounts {
  #tallies = new Map<string, Tally>();
  #rowsOf = new Map<EventName, number>();
  #clients = new Set<string>();
  /** Of events of which only the number is counted, such as a line for each request: those of the latest hour. */
  #latest = new Map<EventName, Tally>();

  add(record: LogRecord, app: string): void {
    const { event, time } = record;
    if (event === undefined) return;
    const latest = this.#latest.get(event);
    if (latest?.hour === time - (time % HOUR_MS) && latest.of.app === app) latest.count += 1;
    else this.#addNamed(record, event, app);
  }

  #addNamed(record: LogRecord, event: EventName, app: string): void {
    const { category, context, time } = record;
    const { reason, account, client, endpoint, count } = countedFields(record, event);
    const from = NAMES_SOURCE.has(event) ? sourceOf(context) : NOWHERE;
    const who = {
      account: NAMES_SOURCE.has(event) ? account : '',
      ...from,
      client: this.#boundedClient(client || from.client),
    };
    const hour = time - (time % HOUR_MS);
    // Who signed in at which second is nobody's business for a year; who failed to, or what failed, is.
    const seen = HAS_REASON.has(event) ? time : hour;
    const of = { app, category, event, outcome: outcomeOf(event), reason, ...who, endpoint };
    const isFull = (this.#rowsOf.get(event) ?? 0) >= MOST_ROWS;
    const counted = isFull && !this.#tallies.has(keyOf(of, hour)) ? { ...of, ...NOBODY } : of;
    const tally = this.#tally(counted, hour, count, seen);
    if (!WITH_COUNTED.has(event)) this.#latest.set(event, tally);
  }

  #tally(of: Counted, hour: number, count: number, time: number): Tally {
    const key = keyOf(of, hour);
    const known = this.#tallies.get(key);
    if (known === undefined) {
      const made: Tally = { of, hour, count, first: time, last: time };
      this.#tallies.set(key, made);
      this.#rowsOf.set(of.event, (this.#rowsOf.get(of.event) ?? 0) + 1);
      return made;
    }
    known.count += count;
    known.last = Math.max(known.last, time);
    return known;
  }

  #boundedClient(name: string): string {
    if (this.#clients.has(name)) return name;
    if (this.#clients.size >= MOST_CLIENTS) return 'other';
    this.#clients.add(name);
    return name;
  }

  /** What was counted since the last time. */
  take(): CountRow[] {
    const rows = Array.from(this.#tallies.values(), ({ of, hour, count, first, last }) => ({
      hour: sqlTime(hour).slice(0, 'YYYY-MM-DD hh:mm:ss'.length),
      ...of,
      count,
      first: sqlTime(first),
      last: sqlTime(last),
    }));
    this.#tallies = new Map();
    this.#rowsOf = new Map();
    this.#clients = new Set();
    this.#latest = new Map();
    return rows;
  }
}

function keyOf(of: Counted, hour: number): string {
  const { app, event, reason, endpoint, account, prefix, country, client } = of;
  return `${hour}\0${app}\0${event}\0${reason}\0${endpoint}\0${account}\0${prefix}\0${country}\0${client}`;
}

const NOBODY = { account: '', prefix: '', country: '', client: '' } as const;

/** What is counted of each event; one that says how often itself counts as often. */
interface CountedFields {
  readonly reason: string;
  readonly account: string;
  readonly client: string;
  readonly endpoint: string;
  readonly count: number;
}

const NOTHING: CountedFields = { reason: '', account: '', client: '', endpoint: '', count: 1 };

/** Where somebody came from. */
const NOWHERE = { prefix: '', country: '', client: '' } as const;

function sourceOf(context: LogRecord['context']): Record<keyof typeof NOWHERE, string> {
  if (context === undefined) return NOWHERE;
  const { address, country, client } = context;
  return { prefix: coarseNetwork(address), country, client: clientName(client) };
}

/** Events with whose lines an address is written: a failure, an error, an outdated call. */
const HAS_REASON: ReadonlySet<string> = new Set(
  Object.entries<EventDefinition>(CATALOGUE)
    .filter(
      ([, { category, fields }]) =>
        category !== 'access' && Object.values(fields).some((type) => type.startsWith('address')),
    )
    .map(([name]) => name),
);
/** Events that are counted by whom they are of and from where: those with a reason, and sign-ins. */
const NAMES_SOURCE: ReadonlySet<string> = new Set([
  ...HAS_REASON,
  'authn_login_success',
  'authn_login_successafterfail',
]);

const COUNTED = [
  'reason',
  'fingerprint',
  'limit',
  'directive',
  'client_kind',
  'endpoint',
  'count',
] as const;

/** `client` counts with its kind alone, an account with its source. */
type CountedField = (typeof COUNTED)[number] | 'account' | 'client';

/** Events that have any of what is counted: of the others, a line for each request, nothing is read. */
const WITH_COUNTED: ReadonlySet<string> = new Set([
  ...NAMES_SOURCE,
  ...Object.entries<EventDefinition>(CATALOGUE)
    .filter(([, { fields }]) => COUNTED.some((field) => field in fields))
    .map(([name]) => name),
]);

function countedFields(record: LogRecord, event: EventName): CountedFields {
  if (!WITH_COUNTED.has(event)) return NOTHING;
  const { fields } = record;
  const text = (key: CountedField): string => {
    const value = fields[key];
    return typeof value === 'string' ? value : '';
  };
  const { count } = fields;
  return {
    reason: text('reason') || text('fingerprint') || text('limit') || directive(text('directive')),
    account: text('account'),
    client: text('client_kind') === '' ? '' : text('client'),
    endpoint: text('endpoint'),
    count: typeof count === 'number' && count > 0 ? count : 1,
  };
}

function outcomeOf(event: EventName): string {
  const { ecs }: EventDefinition = CATALOGUE[event];
  return ecs.outcome ?? '';
}

/** A browser sends it: what is no name of a directive would be a row for each made-up one. */
function directive(text: string): string {
  return /^[a-z-]{1,32}$/.test(text) ? text : '';
}
