import type { ClickHouseClient } from '@clickhouse/client';
import { appName, parseOptions, partOption, smallCellsOption, timeZoneOption } from '@emas/options';
import { events } from '@emas/events';
import type { EventBus } from '@emas/events';
import { z } from 'zod';

/** Options of `consentRecords()`. */
export interface ConsentRecordsOptions {
  /** From `connect()` of @emas/clickhouse. */
  readonly client: ClickHouseClient;
  /** Name of the app; several may share the tables. @default 'default' */
  readonly app?: string;
  /**
   * IANA zone in which the days of figures begin: `timeZone` of `analytics()`.
   * @default the process's own
   */
  readonly timeZone?: string;
  /**
   * Figures are multiples of it, so that none is about fewer decisions; 1 gives exact ones.
   * @default 5
   */
  readonly smallCells?: number;
  /** Folder in which what waits for the engine lies; without it that is lost with the process. */
  readonly spool?: string;
  /** Name of the ClickHouse cluster, where there is one. */
  readonly cluster?: string;
  /** Where receipts are emitted: the bus of `consent()`. @default the bus of this process */
  readonly events?: EventBus;
}

/** The options with their defaults filled in. */
export interface ResolvedRecordsOptions {
  readonly client: ClickHouseClient;
  readonly app: string;
  readonly timeZone: string;
  readonly smallCells: number;
  readonly spool?: string | undefined;
  readonly cluster?: string | undefined;
  readonly events: EventBus;
}

const schema = z.strictObject({
  client: partOption<ClickHouseClient>('command', 'a client from connect()'),
  app: appName.default('default'),
  timeZone: timeZoneOption,
  smallCells: smallCellsOption('decisions'),
  spool: z.string({ error: 'expected a folder' }).min(1, 'expected a folder').optional(),
  cluster: z.string({ error: 'expected the name of a cluster' }).optional(),
  events: partOption<EventBus>('emit', 'an event bus').default(events),
});

/** @throws EmasError `ERR_EMAS_CONSENT_RECORDS_OPTIONS`. */
export function resolveRecordsOptions(given: ConsentRecordsOptions): ResolvedRecordsOptions {
  return parseOptions('consentRecords', 'ERR_EMAS_CONSENT_RECORDS_OPTIONS', schema, given);
}
