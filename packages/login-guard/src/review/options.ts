import type { ClickHouseClient } from '@clickhouse/client';
import { appName, functionOption, parseOptions, partOption, wholeNumber } from '@emas/options';
import { events } from '@emas/events';
import type { EventBus } from '@emas/events';
import { z } from 'zod';

/** Options of `loginReview()`. */
export interface LoginReviewOptions {
  /** From `connect()` of @emas/clickhouse. */
  readonly client: ClickHouseClient;
  /** Name of the app; several may share the tables. @default 'default' */
  readonly app?: string;
  /** Folder in which what waits for the engine lies; without it that is lost with the process. */
  readonly spool?: string;
  /** Milliseconds until an incident is on its way. @default 1000 */
  readonly flushInterval?: number;
  /** Name of the ClickHouse cluster, where there is one. */
  readonly cluster?: string;
  /** @default the bus of this process */
  readonly events?: EventBus;
  /** The clock, for tests. */
  readonly now?: () => number;
}

/** The options with their defaults filled in. */
export interface ResolvedReviewOptions {
  readonly client: ClickHouseClient;
  readonly app: string;
  readonly spool?: string | undefined;
  readonly flushInterval: number;
  readonly cluster?: string | undefined;
  readonly events: EventBus;
  readonly now: () => number;
}

/** What people may say of an incident. */
export type IncidentState = 'open' | 'acknowledged' | 'closed';

/** What somebody does about an incident. */
export interface IncidentChange {
  readonly state: IncidentState;
  /** Who, as the team knows them: 1 to 100 characters. */
  readonly by: string;
  /** Why, up to 2000 characters. */
  readonly note?: string;
}

const schema = z.strictObject({
  client: partOption<ClickHouseClient>('command', 'a client from connect()'),
  app: appName.default('default'),
  spool: z.string({ error: 'expected a folder' }).min(1, 'expected a folder').optional(),
  flushInterval: wholeNumber('milliseconds', 100, 3_600_000, 1000),
  cluster: z.string({ error: 'expected the name of a cluster' }).optional(),
  events: partOption<EventBus>('emit', 'an event bus').default(events),
  now: functionOption<() => number>('a clock').default(() => Date.now),
});

const BY_WANTED = 'expected who it is, 1 to 100 characters';
const NOTE_WANTED = 'expected a note of at most 2000 characters';

const changeSchema = z.strictObject({
  state: z.enum(['open', 'acknowledged', 'closed'], {
    error: 'expected open, acknowledged or closed',
  }),
  by: z.string({ error: BY_WANTED }).trim().min(1, BY_WANTED).max(100, BY_WANTED),
  note: z.string({ error: NOTE_WANTED }).trim().max(2000, NOTE_WANTED).default(''),
});

/** @throws EmasError `ERR_EMAS_LOGIN_REVIEW_OPTIONS`. */
export function resolveReviewOptions(given: LoginReviewOptions): ResolvedReviewOptions {
  return parseOptions('loginReview', 'ERR_EMAS_LOGIN_REVIEW_OPTIONS', schema, given);
}

/** @throws EmasError `ERR_EMAS_LOGIN_INCIDENT`. */
export function resolveChange(given: IncidentChange): Required<IncidentChange> {
  return parseOptions('change', 'ERR_EMAS_LOGIN_INCIDENT', changeSchema, given);
}
