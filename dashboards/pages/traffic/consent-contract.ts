/**
 * What the traffic page asks about consent and gets: the contract between `server/` and `web/`. Types only.
 *
 * `GET api/consent?period=7d&tz=Asia/Kuala_Lumpur` answers a {@link ConsentReport}.
 */
import type { ReportRange } from '../../frame/contract.ts';

/** What a visitor does with the form. */
export type ConsentChoice = 'accept' | 'refuse' | 'choose';

/** How often visitors made one choice; or several together, where one alone would be about too few. */
export interface ConsentGroup {
  readonly choices: readonly ConsentChoice[];
  readonly count: number;
  /** 0 to 1, of all decisions. */
  readonly share: number;
}

export interface ConsentDay {
  /** Local, `YYYY-MM-DD`. */
  readonly day: string;
  /** Beside `groups`. */
  readonly counts: readonly number[];
}

/** Not affected by filters: a decision is kept without what led to it. */
export interface ConsentReport {
  readonly range: ReportRange;
  /** Fewest decisions that a figure may be about. */
  readonly smallCells: number;
  /** True where fewer than `smallCells` decided: every figure below is then empty. */
  readonly suppressed: boolean;
  /** Of the form; whoever decides anew counts anew. */
  readonly decisions: number;
  /** Accepted, refused, chose, in this order; empty where nobody decided. */
  readonly groups: readonly ConsentGroup[];
  /** Days with decisions, in their order. */
  readonly days: readonly ConsentDay[];
  /** Days with too few decisions of a kind, together; null where there are none. */
  readonly foldedDays: { readonly days: number; readonly counts: readonly number[] } | null;
  /** How often something was allowed at its place in a page, without the form; null for too few to tell. */
  readonly added: number | null;
  /** ISO 8601, UTC. */
  readonly generatedAt: string;
}
