import { clientName } from '@emas/request-context';
import type { LogRecord } from '../record.ts';
import { sqlTime } from '@emas/clickhouse';

/** A row of `emas_event_counts`. */
export interface CountRow {
  readonly hour: string;
  readonly app: string;
  readonly category: string;
  readonly event: string;
  readonly reason: string;
  readonly account: string;
  readonly prefix: string;
  readonly country: string;
  readonly client: string;
  readonly endpoint: string;
  count: number;
  readonly first: string;
  last: string;
}

/** An attack from everywhere at once: what comes beyond counts without network, account and client. */
const MOST_ROWS = 50_000;

/** What is counted of each event; one that says how often itself counts as often. */
interface CountedFields {
  readonly reason: string;
  readonly account: string;
  readonly client: string;
  readonly endpoint: string;
  readonly count: number;
}

/** Counts events in memory until they are written. */
export class EventCounts {
  #rows = new Map<string, CountRow>();

  add(record: LogRecord, app: string): void {
    const { event, context } = record;
    if (event === undefined) return;
    const fields = countedFields(record);
    const time = sqlTime(record.time);
    const hour = `${time.slice(0, 'YYYY-MM-DD hh'.length)}:00:00`;
    const isFull = this.#rows.size >= MOST_ROWS;
    const who = isFull
      ? { account: '', prefix: '', country: '', client: '' }
      : {
          account: fields.account,
          prefix: context?.prefix ?? '',
          country: context?.country ?? '',
          client: fields.client || (context === undefined ? '' : clientName(context.client)),
        };
    const { category } = record;
    const { reason, endpoint, count } = fields;
    const key = [app, hour, event, reason, endpoint, ...Object.values(who)].join('\0');
    const row = this.#rows.get(key);
    if (row === undefined) {
      const times = { first: time, last: time };
      this.#rows.set(key, {
        hour,
        app,
        category,
        event,
        reason,
        ...who,
        endpoint,
        count,
        ...times,
      });
      return;
    }
    row.count += count;
    row.last = time;
  }

  /** What was counted since the last time. */
  take(): CountRow[] {
    const rows = [...this.#rows.values()];
    this.#rows = new Map();
    return rows;
  }
}

function countedFields({ data }: LogRecord): CountedFields {
  const fields: unknown = data === '' ? {} : JSON.parse(data);
  const at = (key: string): unknown =>
    typeof fields === 'object' && fields !== null ? Reflect.get(fields, key) : undefined;
  const text = (key: string): string => {
    const value = at(key);
    return typeof value === 'string' ? value : '';
  };
  const count = at('count');
  return {
    reason: text('reason') || text('fingerprint') || text('limit') || directive(text('directive')),
    account: text('account'),
    client: text('client_kind') === '' ? '' : text('client'),
    endpoint: text('endpoint'),
    count: typeof count === 'number' && count > 0 ? count : 1,
  };
}

/** A browser sends it: what is no name of a directive would be a row for each made-up one. */
function directive(text: string): string {
  return /^[a-z-]{1,32}$/.test(text) ? text : '';
}
