/**
 * What the traffic page asks about consent and gets: the contract between `server/` and `web/`. Types only.
 *
 * `GET api/consent?period=7d` answers a {@link ConsentReport}.
 */
import type { ReportRange } from '../../frame/contract.ts';

/** What a visitor does with the form. */
export type ConsentChoice = 'accept' | 'refuse' | 'choose';

/** How often visitors made one choice. */
interface ConsentCount {
  readonly choice: ConsentChoice;
  readonly count: number;
  /** 0 to 1, of all decisions. */
  readonly share: number;
}

/** How often visitors made each choice on one day. */
export interface ConsentDay extends Readonly<Record<ConsentChoice, number>> {
  /** Local, `YYYY-MM-DD`. */
  readonly day: string;
}

/** Not affected by filters: a decision is kept without what led to it. */
export interface ConsentReport {
  readonly range: ReportRange;
  /**
   * Each day's count of each choice was rounded at random to a multiple of it, once the day was over; with 1
   * they are exact, and those of a running day are among them.
   */
  readonly smallCells: number;
  /** On the form; a visitor who decides anew counts anew. */
  readonly decisions: number;
  /** Accepted, refused, chose, in this order. */
  readonly choices: readonly ConsentCount[];
  /** Days with decisions, in their order. */
  readonly days: readonly ConsentDay[];
  /** How often something was allowed at its place in a page, without the form. */
  readonly added: number;
  /** ISO 8601, UTC. */
  readonly generatedAt: string;
}
