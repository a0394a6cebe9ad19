import type { ClickHouseClient } from '@clickhouse/client';
import { addDays, localDay } from '@emas/calendar';
import { runSqlFile } from '../query/sql-files.ts';
import { closeDay } from './close-day.ts';
import { DayCells } from './day-cells.ts';
import { dayName } from './app-day.ts';
import type { AppDay } from './app-day.ts';
import type { CellRules } from './day-cells.ts';
import { dropPortions, dropShown, heldOf, readFresh, readOpenDays } from './day-tables.ts';
import type { OpenDay } from './day-tables.ts';
import { readForgetRound } from './forget-round.ts';
import { removeLeftBehind } from './left-behind.ts';

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
/** An open day is counted anew at most a twentieth of the time. */
const PAUSE_FACTOR = 20;
/** Days that one question brings up to date: the newest of them. */
const MOST_AT_ONCE = 60;
/** Portions of an open day that a question may be reading. */
const READ_NOW = 2;
const LOOK_FOR_LEFT_MS = 3_600_000;

/** Opens and closes the days of one app. An open day has each hit; a closed one is about nobody. */
export class DayKeeper {
  readonly options: DayKeeperOptions;
  readonly #client: ClickHouseClient;
  readonly #cells: DayCells;
  /** When an open day may be counted anew, by day and origin. */
  readonly #notBefore = new Map<string, number>();
  #forgotten = '';
  #lookForLeftAt = 0;
  #lastTurn: Promise<void> = Promise.resolve();
  readonly #waiting = new Map<string, Promise<void>>();

  constructor(options: DayKeeperOptions) {
    this.options = options;
    this.#client = options.client;
    this.#cells = new DayCells(options.client, options);
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
  async refresh(question: { readonly from: string; readonly to: string }): Promise<void> {
    const { from, to } = question;
    const days = `${from} ${to}`;
    // Those who ask at the same moment, as the parts of a page do, are served together.
    const waiting = this.#waiting.get(days);
    if (waiting !== undefined) return waiting;
    const turn = this.#turn(days, { from, to });
    this.#waiting.set(days, turn);
    this.#lastTurn = turn.catch(() => undefined);
    return turn;
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

  async #turn(name: string, days: { readonly from: string; readonly to: string }): Promise<void> {
    await this.#lastTurn;
    this.#waiting.delete(name);
    await this.#refreshDays(days);
  }

  async #refreshDays({ from, to }: { readonly from: string; readonly to: string }): Promise<void> {
    const { app } = this.options;
    const open = (await readOpenDays(this.#client, app)).filter(
      ({ day, closing }) => day >= from && day <= to && closing === 0,
    );
    // An import that was broken off may have left many.
    for (const { day, origin, rows } of open.slice(-MOST_AT_ONCE)) {
      await this.#refreshDay({ app, day, origin }, rows);
    }
  }

  async #refreshDay(day: AppDay, rows: number): Promise<void> {
    const portions = await readFresh(this.#client, day);
    const [newest] = portions;
    if (newest?.rows === rows || !this.#mayCount(day)) return;
    const began = performance.now();
    const [found = { rows: 0, hits: 0, visitors: 0 }] = await runSqlFile<Held>(
      this.#client,
      'open-visitors',
      { ...day },
    );
    // Nobody sees what one visitor changes: only what so many new ones do together.
    const { smallest } = this.options;
    const { hits, ...held } = found;
    const isStep = smallest === 1 || held.visitors - (newest?.visitors ?? 0) >= smallest;
    if (!isStep) return;
    const work = { from: 'emas_open', into: 'emas_fresh', parts: [], hits } as const;
    const round = await readForgetRound(this.#client, day);
    const portion = await this.#cells.write(day, work, { round, before: 0, refused: 0 });
    await this.#client.insert({
      table: 'emas_fresh_days',
      values: [{ ...day, portion, ...held }],
      format: 'JSONEachRow',
    });
    await dropPortions(this.#client, 'emas_fresh', heldOf(portions.slice(READ_NOW - 1)));
    await this.#dropForgotten(day);
    const took = performance.now() - began;
    if (smallest > 1) this.#notBefore.set(dayName(day), performance.now() + PAUSE_FACTOR * took);
  }

  /** Of a day that was closed or forgotten meanwhile nothing may be shown, and nobody else would drop it. */
  async #dropForgotten({ app, day, origin }: AppDay): Promise<void> {
    const open = await readOpenDays(this.#client, app);
    if (open.some((one) => one.day === day && one.origin === origin)) return;
    await dropShown(this.#client, { app, day, origin });
  }

  #mayCount(day: AppDay): boolean {
    return performance.now() >= (this.#notBefore.get(dayName(day)) ?? 0);
  }
}

interface Held {
  readonly rows: number;
  readonly hits: number;
  readonly visitors: number;
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
