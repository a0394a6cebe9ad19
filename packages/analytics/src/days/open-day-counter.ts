import type { ClickHouseClient } from '@clickhouse/client';
import { patientClient, within } from '@emas/clickhouse/internal';
import { runSqlFile } from '../query/sql-files.ts';
import { dayName } from './app-day.ts';
import type { AppDay } from './app-day.ts';
import type { DayCells } from './day-cells.ts';
import { dropPortions, dropShown, heldOf, readFresh, readOpenDays } from './day-tables.ts';
import { readForgetRound } from './forget-round.ts';

/** An open day is counted anew at most a twentieth of the time. */
const PAUSE_FACTOR = 20;
/** Days that one question brings up to date: the newest of them. */
const MOST_AT_ONCE = 60;
/** Portions of an open day that a question may be reading. */
const READ_NOW = 2;
/** A look at a day that is not to be repeated with each question. */
const LONG_LOOK_MS = 1000;
/** That a question waits for figures which are there in an older state. */
const WAIT_MS = 2000;

/** What an {@link OpenDayCounter} works with. */
export interface OpenDayParts {
  readonly client: ClickHouseClient;
  readonly cells: DayCells;
  readonly app: string;
  /** Fewest visitors of a cell; 1 shows each hit at once. */
  readonly smallest: number;
}

/** Days that are counted for a question. */
export interface Span {
  readonly from: string;
  readonly to: string;
}

interface Held {
  readonly rows: number;
  readonly hits: number;
  readonly visitors: number;
}

/** Counts what is shown of days that are not closed yet, one day after the other. */
export class OpenDayCounter {
  readonly #parts: OpenDayParts;
  /** When a day may be counted anew, by its name. */
  readonly #notBefore = new Map<string, number>();
  /** Why days could not be counted when they were last tried. */
  readonly #failed = new Map<string, unknown>();
  /** Counts that have not begun: who asks now is served by them. */
  readonly #due = new Map<string, Promise<void>>();
  readonly #asked = new Map<string, Promise<void>>();
  #last: Promise<void> = Promise.resolve();

  constructor(parts: OpenDayParts) {
    this.#parts = parts;
  }

  /**
   * Brings what is shown of a span up to date, where enough has changed. Of a day whose figures are there
   * already a question waits only a while: counting millions of hits takes minutes.
   *
   * @throws The client's error.
   */
  async refresh({ from, to }: Span): Promise<void> {
    const name = `${from} ${to}`;
    // Those who ask at the same moment, as the parts of a page do, are served together.
    const asked = this.#asked.get(name) ?? this.#refreshLater(name, { from, to });
    this.#asked.set(name, asked);
    return asked;
  }

  async #refreshLater(name: string, span: Span): Promise<void> {
    await Promise.resolve();
    this.#asked.delete(name);
    const { client, app } = this.#parts;
    const open = (await readOpenDays(client, app)).filter(
      ({ day, closing }) => day >= span.from && day <= span.to && closing === 0,
    );
    // An import that was broken off may have left many.
    await Promise.all(
      open
        .slice(-MOST_AT_ONCE)
        .map(async ({ day, origin, rows }) => this.#refreshDay({ app, day, origin }, rows)),
    );
  }

  async #refreshDay(day: AppDay, rows: number): Promise<void> {
    const { client, smallest } = this.#parts;
    const [newest] = await readFresh(client, day);
    if (newest?.rows === rows || !this.#mayCount(day)) return;
    const counted = this.#count(day);
    if (newest === undefined || smallest === 1) return counted;
    const failed = this.#failed.get(dayName(day));
    await within(WAIT_MS, counted);
    // It may take minutes until it fails again: who asks meanwhile is told that it did.
    if (failed !== undefined && this.#failed.get(dayName(day)) === failed) throw failed;
  }

  async #count(day: AppDay): Promise<void> {
    const name = dayName(day);
    const due = this.#due.get(name);
    if (due !== undefined) return due;
    const turn = this.#takeTurn(this.#last, day);
    this.#due.set(name, turn);
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  async #takeTurn(last: Promise<void>, day: AppDay): Promise<void> {
    await last;
    const name = dayName(day);
    this.#due.delete(name);
    if (!this.#mayCount(day)) return;
    try {
      await this.#countNow(day);
      this.#failed.delete(name);
    } catch (error) {
      this.#failed.set(name, error);
      throw error;
    }
  }

  async #countNow(day: AppDay): Promise<void> {
    const { cells, smallest } = this.#parts;
    const client = patientClient(this.#parts.client);
    const began = performance.now();
    const portions = await readFresh(client, day);
    const [newest] = portions;
    const [found = { rows: 0, hits: 0, visitors: 0 }] = await runSqlFile<Held>(
      client,
      'open-visitors',
      { ...day },
    );
    // Nobody sees what one visitor changes: only what so many new ones do together.
    const { hits, ...held } = found;
    const isStep = smallest === 1 || held.visitors - (newest?.visitors ?? 0) >= smallest;
    if (!isStep) {
      // To find that out takes long on a day of millions, and no time on others.
      if (performance.now() - began > LONG_LOOK_MS) this.#pauseAfter(day, began);
      return;
    }
    const work = { from: 'emas_open', into: 'emas_fresh', parts: [], hits } as const;
    const round = await readForgetRound(client, day);
    const portion = await cells.write(day, work, { round, before: 0, refused: 0 });
    await client.insert({
      table: 'emas_fresh_days',
      values: [{ ...day, portion, ...held }],
      format: 'JSONEachRow',
    });
    await dropPortions(client, 'emas_fresh', heldOf(portions.slice(READ_NOW - 1)));
    await this.#dropForgotten(day);
    this.#pauseAfter(day, began);
  }

  #pauseAfter(day: AppDay, began: number): void {
    if (this.#parts.smallest === 1) return;
    const now = performance.now();
    this.#notBefore.set(dayName(day), now + PAUSE_FACTOR * (now - began));
  }

  /** Of a day that was closed or forgotten meanwhile nothing may be shown, and nobody else would drop it. */
  async #dropForgotten({ app, day, origin }: AppDay): Promise<void> {
    const { client } = this.#parts;
    const open = await readOpenDays(client, app);
    if (open.some((one) => one.day === day && one.origin === origin)) return;
    await dropShown(client, { app, day, origin });
  }

  #mayCount(day: AppDay): boolean {
    return performance.now() >= (this.#notBefore.get(dayName(day)) ?? 0);
  }
}
