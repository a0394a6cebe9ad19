import type { ClickHouseClient } from '@clickhouse/client';
import { migrate, readMigrations } from '@emas/clickhouse';
import { schemaWriter } from '@emas/clickhouse';
import { sqlTime } from '@emas/clickhouse/internal';
import type { SchemaWriter } from '@emas/clickhouse';
import type { WriterCounters } from '@emas/clickhouse';
import type { Keeping, KeptPlace } from '@emas/data-map';
import { EmasError } from '@emas/errors';
import { SCHEMA } from '../own-files.ts';
import { INCIDENT_MS, reviewPlaces } from '../kept-places.ts';
import type { Incident } from '../incident.ts';
import type { LoginRecorder } from '../options.ts';
import { readIncidents } from './incident-query.ts';
import type { IncidentQuery, ReviewedIncident } from './incident-query.ts';
import { resolveChange, resolveReviewOptions } from './options.ts';
import type { IncidentChange, LoginReviewOptions, ResolvedReviewOptions } from './options.ts';

/** Incidents in ClickHouse, for people who review them. Attempts are counted by the log, as events. */
export interface LoginReview extends LoginRecorder, Keeping {
  /** Incidents, those with the latest evidence first. */
  incidents(query?: IncidentQuery): Promise<readonly ReviewedIncident[]>;
  /**
   * Somebody deals with an incident; what was is kept.
   *
   * @throws EmasError `ERR_EMAS_LOGIN_INCIDENT` where there is no such incident, or the change says nothing.
   */
  change(id: string, change: IncidentChange): Promise<ReviewedIncident>;
  /** Is told when an incident was closed here. */
  onClosed(listener: (id: string) => void): void;
  /** Writes what was counted so far now. */
  flush(): Promise<WriterCounters>;
  /** How what waits to be written stands. */
  counters(): WriterCounters;
  close(options?: { readonly timeout?: number }): Promise<void>;
}

/** Makes or brings up to date the tables that `loginReview()` writes. */
export async function migrateLogins(
  client: ClickHouseClient,
  options: { readonly cluster?: string | undefined } = {},
): Promise<void> {
  await migrate(client, readMigrations(SCHEMA), { component: 'login-guard', ...options });
}

/**
 * Keeps incidents with what people did about them. While the engine is away they wait on disk; a login never
 * waits for it.
 *
 * @throws EmasError `ERR_EMAS_LOGIN_REVIEW_OPTIONS` on a wrong option.
 */
export function loginReview(given: LoginReviewOptions): LoginReview {
  return new ClickHouseReview(resolveReviewOptions(given));
}

class ClickHouseReview implements LoginReview {
  readonly keeps: readonly KeptPlace[];
  readonly #options: ResolvedReviewOptions;
  readonly #writer: SchemaWriter;
  readonly #closedListeners: ((id: string) => void)[] = [];
  #version = 0;

  constructor(options: ResolvedReviewOptions) {
    const { client, spool, flushInterval, cluster } = options;
    this.#options = options;
    this.keeps = reviewPlaces(spool);
    this.#writer = schemaWriter({
      what: 'login review',
      client,
      flushInterval,
      maxDeadLetterAge: INCIDENT_MS,
      ...(spool === undefined ? {} : { spool }),
      migrate: () => migrateLogins(client, { cluster }),
    });
  }

  save({ id, kind, severity, subject, opened, evidence }: Incident): void {
    const { first, last, failures, successes, ...rest } = evidence;
    // Of two rows of one millisecond the later one holds.
    this.#version = Math.max(this.#version + 1, Date.now());
    const row = {
      app: this.#options.app,
      id,
      version: this.#version,
      kind,
      severity,
      subject_type: subject.type,
      subject: subject.value,
      opened: sqlTime(opened),
      first: sqlTime(first),
      last: sqlTime(last),
      failures,
      successes,
      evidence: JSON.stringify(rest),
    };
    this.#writer.add('emas_login_incidents', [row]);
  }

  incidents(query: IncidentQuery = {}): Promise<readonly ReviewedIncident[]> {
    const { client, app } = this.#options;
    return readIncidents(client, app, query);
  }

  async change(id: string, given: IncidentChange): Promise<ReviewedIncident> {
    const { client, app, events, now } = this.#options;
    const { state, by, note } = resolveChange(given);
    const [incident] = await this.incidents({ id });
    if (incident === undefined) {
      throw new EmasError('ERR_EMAS_LOGIN_INCIDENT', `There is no incident "${id.slice(0, 40)}".`, {
        help: 'If it was found a few seconds ago, it may not be written yet.',
      });
    }
    const time = Math.max(now(), (incident.changes.at(-1)?.time ?? 0) + 1);
    const previous = incident.state;
    // The person who pressed the button waits for it: it is written at once, or fails where they see it.
    await client.insert({
      table: 'emas_login_incident_changes',
      values: [{ time: sqlTime(time), app, incident: id, state, previous, by, note }],
      format: 'JSONEachRow',
    });
    const told = { incident: id, state, previous, by };
    events.emit('login_incident_changed', note === '' ? told : { ...told, note });
    if (state === 'closed') for (const listener of this.#closedListeners) listener(id);
    const changes = [...incident.changes, { time, state, previous, by, note }];
    return { ...incident, state, changes };
  }

  onClosed(listener: (id: string) => void): void {
    this.#closedListeners.push(listener);
  }

  flush(): Promise<WriterCounters> {
    return this.#writer.flush();
  }

  counters(): WriterCounters {
    return this.#writer.counters();
  }

  async close(options: { readonly timeout?: number } = {}): Promise<void> {
    await this.#writer.close(options);
  }
}
