import type { ClickHouseClient } from '@clickhouse/client';
import { firstWritten, newSipKey, NO_SIP_KEY } from '@emas/clickhouse/internal';
import type { SipKey } from '@emas/clickhouse/internal';
import { runSqlFile } from '../query/sql-files.ts';
import type { AppDay } from './app-day.ts';
import {
  cellStatement,
  firstHourStatement,
  keptStatement,
  leftOutStatement,
} from './cell-statements.ts';
import { dropPortions } from './day-tables.ts';
import { allGroupings, isOfVisitEnd, isSingle } from './groupings.ts';
import type { Grouping } from './groupings.ts';
import { newPortion } from './portion.ts';

/** Where rows are, and where their cells go. */
export interface CellWork {
  readonly from: 'emas_open' | 'emas_closing';
  readonly into: 'emas_fresh' | 'emas_cells';
  /** Of `from`; none means all of them. */
  readonly parts: readonly string[];
  /** How many there are, about: the more, the fewer cells are made at once. */
  readonly hits: number;
  /** Stops it; what was written does not count then. */
  readonly signal?: AbortSignal | undefined;
}

/** Where a portion of a day comes. */
export interface PortionPlace {
  /** How often the day was forgotten. */
  readonly round: number;
  /** How many portions of the day counted already. */
  readonly before: number;
  /** How often the name was refused. */
  readonly refused: number;
}

/** A name that no other portion of this day has, for batches that ClickHouse takes once. */
export function portionName(
  what: string,
  { app, day, origin }: AppDay,
  { round, before, refused }: PortionPlace,
): string {
  return JSON.stringify([what, app, day, origin, round, before, refused]);
}

/** Options that decide about the cells of a day. */
export interface CellRules {
  /** Fewest visitors of a cell. */
  readonly smallest: number;
  /** Combinations of three dimensions that are kept as well. */
  readonly combine: readonly Grouping[];
}

/** Hits times groupings of one statement, which holds the keys of all their cells. */
const MOST_AT_ONCE = 4_000_000;
/** A grouping of more is counted with its visitors spread over shards, which takes longer. */
const MOST_IN_ONE = 2_000_000;

/** Makes the cells of one day. */
export class DayCells {
  readonly #client: ClickHouseClient;
  readonly #smallest: number;
  readonly #plain: readonly Grouping[];
  readonly #ends: readonly Grouping[];

  constructor(client: ClickHouseClient, { smallest, combine }: CellRules) {
    this.#client = client;
    this.#smallest = smallest;
    const groupings = allGroupings(combine);
    this.#plain = groupings.filter((grouping) => !isOfVisitEnd(grouping));
    this.#ends = groupings.filter(isOfVisitEnd);
  }

  /**
   * @param place Names the portion before it is made: all processes that make it round alike.
   * @returns The portion that was written; nobody reads it before it is claimed.
   */
  async write(day: AppDay, work: CellWork, place: PortionPlace): Promise<string> {
    const portion = newPortion();
    const smallest = this.#smallest;
    const key = smallest === 1 ? NO_SIP_KEY : await this.#roundingKey(day, place);
    const { from, into, parts, hits, signal } = work;
    const parameters = { ...day, from, into, parts, ...key, portion, smallest };
    const run = async (query: string): Promise<void> => {
      signal?.throwIfAborted();
      await this.#client.command({
        query,
        query_params: parameters,
        ...(signal === undefined ? {} : { abort_signal: signal }),
      });
    };
    const each = async (statement: typeof cellStatement, groupings: readonly Grouping[]) => {
      const atOnce = Math.max(1, Math.floor(MOST_AT_ONCE / Math.max(1, hits)));
      for (let first = 0; first < groupings.length; first += atOnce) {
        await run(statement(groupings.slice(first, first + atOnce), hits > MOST_IN_ONE));
      }
    };
    for (const groupings of smallest === 1 ? [] : [this.#plain, this.#ends]) {
      await each(keptStatement, groupings.filter(isSingle));
    }
    for (const groupings of [this.#plain, this.#ends]) await each(cellStatement, groupings);
    await run(firstHourStatement);
    await run(leftOutStatement);
    if (smallest > 1) {
      await dropPortions(this.#client, 'emas_kept', [portion]);
    }
    return portion;
  }

  /** Where another process closed the day just now, what is made of it then does not count. */
  async #roundingKey(day: AppDay, place: PortionPlace): Promise<SipKey> {
    return firstWritten(this.#client, {
      read: async () => {
        const [found] = await runSqlFile<SipKey>(this.#client, 'rounding-key', day);
        return found;
      },
      make: newSipKey,
      table: 'emas_rounding',
      token: portionName('rounding', day, place),
      columns: day,
    });
  }
}
