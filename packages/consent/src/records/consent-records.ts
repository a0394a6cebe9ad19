import type { ClickHouseClient } from '@clickhouse/client';
import { migrate, readMigrations } from '@emas/clickhouse';
import { schemaWriter } from '@emas/clickhouse';
import { sqlTime } from '@emas/clickhouse/internal';
import type { SchemaWriter } from '@emas/clickhouse';
import type { WriterCounters } from '@emas/clickhouse';
import type { Keeping, KeptPlace } from '@emas/data-map';
import type { EmasEvent } from '@emas/events';
import { SCHEMA } from '../own-files.ts';
import { RECEIPT_MS, recordPlaces } from '../kept-places.ts';
import { resolveRecordsOptions } from './options.ts';
import type { ConsentRecordsOptions, ResolvedRecordsOptions } from './options.ts';
import { ConsentRates } from './rates.ts';
import type { ConsentRate, ConsentRateQuery } from './rates.ts';

/** A copy of the receipts in ClickHouse, and figures of them. The log is what proves. */
export interface ConsentRecords extends Keeping {
  /** Figures are multiples of it: the option. */
  readonly smallCells: number;
  /**
   * How often visitors accepted, refused and chose, by day; days without a figure are absent. Unless
   * `smallCells` is 1, figures are rounded at random and those of a day are there when it is over.
   *
   * @throws EmasError `ERR_EMAS_CONSENT_QUERY` on a wrong question, and the client's error.
   */
  rates(query: ConsentRateQuery): Promise<readonly ConsentRate[]>;
  /** Writes what it has now. */
  flush(): Promise<WriterCounters>;
  /** How what waits to be written stands. */
  counters(): WriterCounters;
  close(options?: { readonly timeout?: number }): Promise<void>;
}

/** Makes or brings up to date the tables that `consentRecords()` writes. */
export async function migrateConsent(
  client: ClickHouseClient,
  options: { readonly cluster?: string | undefined } = {},
): Promise<void> {
  await migrate(client, readMigrations(SCHEMA), { component: 'consent', ...options });
}

/**
 * Copies each receipt that is told on the bus. While the engine is away they wait on disk; a visitor never
 * waits for it.
 *
 * @throws EmasError `ERR_EMAS_CONSENT_RECORDS_OPTIONS` on a wrong option.
 */
export function consentRecords(given: ConsentRecordsOptions): ConsentRecords {
  return new ClickHouseRecords(resolveRecordsOptions(given));
}

class ClickHouseRecords implements ConsentRecords {
  readonly keeps: readonly KeptPlace[];
  readonly smallCells: number;
  readonly #app: string;
  readonly #rates: ConsentRates;
  readonly #writer: SchemaWriter;
  readonly #unsubscribe: () => void;

  constructor(options: ResolvedRecordsOptions) {
    const { client, app, smallCells, spool, cluster, events } = options;
    this.keeps = recordPlaces(spool);
    this.smallCells = smallCells;
    this.#app = app;
    this.#rates = new ConsentRates(options);
    this.#writer = schemaWriter({
      what: 'consent records',
      client,
      maxDeadLetterAge: RECEIPT_MS,
      ...(spool === undefined ? {} : { spool }),
      migrate: () => migrateConsent(client, { cluster }),
    });
    this.#unsubscribe = events.subscribe((event) => this.#record(event));
  }

  rates(query: ConsentRateQuery): Promise<readonly ConsentRate[]> {
    return this.#rates.read(query);
  }

  flush(): Promise<WriterCounters> {
    return this.#writer.flush();
  }

  counters(): WriterCounters {
    return this.#writer.counters();
  }

  async close(options: { readonly timeout?: number } = {}): Promise<void> {
    this.#unsubscribe();
    await this.#writer.close(options);
  }

  #record({ name, time, fields }: EmasEvent): void {
    // Each event of the app comes by here, and nearly none is one of these.
    const app = this.#app;
    if (name === 'consent_text_recorded') {
      this.#writer.add('emas_consent_texts', [{ app, last: sqlTime(time), ...fields }]);
    } else if (name === 'consent_recorded' || name === 'consent_explicit_recorded') {
      this.#writer.add('emas_consent_receipts', [{ app, time: sqlTime(time), ...fields }]);
    }
  }
}
