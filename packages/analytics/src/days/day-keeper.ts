import type { ClickHouseClient } from '@clickhouse/client';
import { addDays, localDay } from '@emas/calendar';
import { patientClient } from '@emas/clickhouse/internal';
import { closeDay } from './close-day.ts';
import { DayCells } from './day-cells.ts';
import type { CellRules } from './day-cells.ts';
import { readOpenDays } from './day-tables.ts';
import type { OpenDay } from './day-tables.ts';
import { removeLeftBehind } from './left-behind.ts';
import { OpenDayCounter } from './open-day-counter.ts';
import type { Span } from './open-day-counter.ts';

/** Options of a `DayKeeper`. */
export interface DayKeeperOptions extends CellRules {
  readonly client: ClickHouseClient;
  readonly app: string;
  /** The site's: its days are opened and closed. */
  readonly timeZone: string;
  /** After which only the totals of a day are kept. @default 25 */
  readonly keepMonths?: number;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

/** A day that rows still came for so lately is left open: they may be more, of a spool or an import. */
const QUIET_SECONDS = 600;
/** Two years, and a month to compare with. */
export const DEFAULT_KEEP_MONTHS = 25;
const LOOK_FOR_LEFT_MS = 3_600_000;

/** Opens and closes the days of one app. An open day has each hit; a closed one is about nobody. */
export class DayKeeper {
  readonly options: DayKeeperOptions;
  readonly #client: ClickHouseClient;
  readonly #cells: DayCells;
  readonly #counter: OpenDayCounter;
  #forgotten = '';
  #lookForLeftAt = 0;

  constructor(options: DayKeeperOptions) {
    this.options = options;
    this.#client = patientClient(options.client);
    this.#cells = new DayCells(this.#client, options);
    this.#counter = new OpenDayCounter({ ...options, cells: this.#cells });
  }

  /** Today and yesterday: hits of a visit that began before midnight change the day before. */
  get firstOpenDay(): string {
    const { timeZone, now = Date.now } = this.options;
    return addDays(localDay(now(), timeZone), -1);
  }

  /**
   * Brings what is shown of the days that are not closed yet up to date, where enough has changed.
   *
   * @throws The client's error.
   */
  async refresh(span: Span): Promise<void> {
    return this.#counter.refresh(span);
  }

  /**
   * Closes the days that are over.
   *
   * @param done Rows of this origin, on days before this one, will not come any more: an import has passed
   * them, or has ended. Other days are closed when nothing came for them for ten minutes.
   * @param signal Stops it soon: what was begun is done again by the next one.
   * @returns Those that were closed.
   * @throws The client's error, or the signal's.
   */
  async closeDue(
    done?: { readonly origin: string; readonly before: string },
    signal?: AbortSignal,
  ): Promise<string[]> {
    const { app } = this.options;
    const open = await readOpenDays(this.#client, app);
    const due = open.filter((one) => one.day < this.firstOpenDay && isComplete(one, done));
    for (const { day, origin: from } of due) {
      const closing = { client: this.#client, cells: this.#cells, signal };
      await closeDay({ ...closing, day: { app, day, origin: from } });
    }
    return [...new Set(due.map(({ day }) => day))];
  }

  /**
   * Removes the detail of days that were kept long enough, once a day; totals stay.
   *
   * @throws The client's error.
   */
  async forgetOld(): Promise<void> {
    const { app, keepMonths = DEFAULT_KEEP_MONTHS } = this.options;
    const before = monthsBefore(addDays(this.firstOpenDay, 1), keepMonths);
    if (before === this.#forgotten) return;
    await this.#client.command({
      query:
        "DELETE FROM emas_cells WHERE app = {app:String} AND day < {before:Date} AND dimension1 != ''",
      query_params: { app, before },
    });
    this.#forgotten = before;
  }

  /**
   * Removes what killed processes left, once an hour.
   *
   * @throws The client's error.
   */
  async removeLeftBehind(): Promise<void> {
    if (performance.now() < this.#lookForLeftAt) return;
    await removeLeftBehind(this.#client, this.options.app, this.firstOpenDay);
    this.#lookForLeftAt = performance.now() + LOOK_FOR_LEFT_MS;
  }
}

function isComplete(
  { day, origin, last }: OpenDay,
  done: { readonly origin: string; readonly before: string } | undefined,
): boolean {
  if (origin === done?.origin && day < done.before) return true;
  return Date.now() / 1000 - last > QUIET_SECONDS;
}

function monthsBefore(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(Date.UTC(year, month - 1 - months, date)).toISOString().slice(0, 10);
}
