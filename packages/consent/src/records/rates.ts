import { addDays, isLocalDay, localDay, startOfDay } from '@emas/calendar';
import type { ClickHouseClient } from '@clickhouse/client';
import { NO_SIP_KEY } from '@emas/clickhouse/internal';
import type { SipKey } from '@emas/clickhouse/internal';
import { parseOptions } from '@emas/options';
import { z } from 'zod';
import { roundingKey } from './rounding-key.ts';

/** Which decisions: those of some days, both included, `2026-11-23`. */
export interface ConsentRateQuery {
  readonly from: string;
  readonly to: string;
}

/** How often visitors decided on one day; a place for a frame that was pressed is `add`. */
export interface ConsentRate {
  /** `2026-11-23` */
  readonly day: string;
  readonly accept: number;
  readonly refuse: number;
  readonly choose: number;
  readonly add: number;
}

/** Of whose decisions, and how they are protected: options of `consentRecords()`. */
interface ConsentRatesOptions {
  readonly client: ClickHouseClient;
  readonly app: string;
  readonly timeZone: string;
  readonly smallCells: number;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

const day = z
  .string({ error: 'expected a day such as 2026-11-23' })
  .refine(isLocalDay, 'expected a day such as 2026-11-23');
const schema = z.strictObject({ from: day, to: day });

/** What arrives as a day ends is written within this time. */
const QUIET_MS = 600_000;
/** Receipts go after seven years, 2557 days, one by one: a figure must not shrink with them. */
const KEPT_DAYS = 2555;

/**
 * Each receipt counts in one figure: that of its choice on the day on which it arrived. The figure is rounded
 * up or down to a multiple of the smallest group, by a keyed hash of day and choice, so that it is right on
 * average and the same each time.
 */
const QUERY = `SELECT
    toString(date) AS day,
    sumIf(shown, choice = 'accept') AS accept,
    sumIf(shown, choice = 'refuse') AS refuse,
    sumIf(shown, choice = 'choose') AS choose,
    sumIf(shown, choice = 'add') AS add
  FROM (
    SELECT toDate(arrived, {timeZone:String}) AS date, choice,
      sipHash64Keyed((toUInt64({low:UInt64}), toUInt64({high:UInt64})), date, choice) AS draw,
      {smallCells:UInt32} * intDiv(
        uniqExact(receipt) + draw % {smallCells:UInt32}, {smallCells:UInt32}
      ) AS shown
    FROM emas_consent_receipts
    WHERE app = {app:String} AND subject = ''
      AND arrived >= fromUnixTimestamp64Milli({from:Int64}, 'UTC')
      AND arrived < fromUnixTimestamp64Milli({to:Int64}, 'UTC')
    GROUP BY date, choice
  )
  GROUP BY date
  HAVING accept + refuse + choose + add > 0
  ORDER BY date`;

/** Figures of how visitors decided. Only days of one time zone: those of two would differ by an hour. */
export class ConsentRates {
  readonly #options: ConsentRatesOptions;
  #key: SipKey | undefined;

  constructor(options: ConsentRatesOptions) {
    this.#options = options;
  }

  /** @throws EmasError `ERR_EMAS_CONSENT_QUERY` on a wrong question, and the client's error. */
  async read(given: ConsentRateQuery): Promise<readonly ConsentRate[]> {
    const query = parseOptions('rates', 'ERR_EMAS_CONSENT_QUERY', schema, given);
    const { client, app, timeZone, smallCells } = this.#options;
    const { from, to } = this.#shownDays(query);
    if (from > to) return [];
    const result = await client.query({
      query: QUERY,
      query_params: {
        app,
        timeZone,
        smallCells,
        ...(await this.#roundingKey()),
        from: startOfDay(from, timeZone),
        to: startOfDay(addDays(to, 1), timeZone),
      },
      format: 'JSONEachRow',
    });
    const rows = await result.json<Record<keyof ConsentRate, string>>();
    return rows.map((row) => ({
      day: row.day,
      accept: Number(row.accept),
      refuse: Number(row.refuse),
      choose: Number(row.choose),
      add: Number(row.add),
    }));
  }

  /**
   * A day is shown when it is over, and then never changes. While it runs, somebody who makes all decisions of
   * a step but one would see when somebody else decides, and after a few steps also how.
   */
  #shownDays({ from, to }: ConsentRateQuery): ConsentRateQuery {
    const { timeZone, smallCells, now = Date.now } = this.#options;
    if (smallCells === 1) return { from, to };
    const running = localDay(now() - QUIET_MS, timeZone);
    const [first, last] = [addDays(running, -KEPT_DAYS), addDays(running, -1)];
    return { from: from > first ? from : first, to: to < last ? to : last };
  }

  async #roundingKey(): Promise<SipKey> {
    const { client, app, smallCells } = this.#options;
    if (smallCells === 1) return NO_SIP_KEY;
    this.#key ??= await roundingKey(client, app);
    return this.#key;
  }
}
