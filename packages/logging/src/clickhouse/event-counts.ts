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
/** An attack from everywhere at once: what comes beyond counts without network, account and client. */
const MOST_ROWS = 50_000;

/** Counts events in memory until they are written. */
export class EventCounts {
  #tallies = new Map<string, Tally>();

  add(record: LogRecord, app: string): void {
    const { event, category, context, time } = record;
    if (event === undefined) return;
    const { reason, account, client, endpoint, count } = countedFields(record, event);
    const isFull = this.#tallies.size >= MOST_ROWS;
    const who = isFull
      ? NOBODY
      : {
          account,
          prefix: context?.prefix ?? '',
          country: context?.country ?? '',
          client: client || (context === undefined ? '' : clientName(context.client)),
        };
    const hour = time - (time % HOUR_MS);
    const key = `${hour}\0${app}\0${event}\0${reason}\0${endpoint}\0${who.account}\0${who.prefix}\0${who.country}\0${who.client}`;
    const tally = this.#tallies.get(key);
    if (tally === undefined) {
      const of = { app, category, event, outcome: outcomeOf(event), reason, ...who, endpoint };
      this.#tallies.set(key, { of, hour, count, first: time, last: time });
      return;
    }
    tally.count += count;
    tally.last = time;
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
    return rows;
  }
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

const COUNTED = [
  'reason',
  'fingerprint',
  'limit',
  'directive',
  'account',
  'client_kind',
  'endpoint',
  'count',
] as const;

/** `client` counts with its kind alone. */
type CountedField = (typeof COUNTED)[number] | 'client';

/** Events that have any of what is counted: of the others, a line for each request, nothing is read. */
const WITH_COUNTED: ReadonlySet<string> = new Set(
  Object.entries<EventDefinition>(CATALOGUE)
    .filter(([, { fields }]) => COUNTED.some((field) => field in fields))
    .map(([name]) => name),
);

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
