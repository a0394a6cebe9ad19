import type { StoreCounters } from './bounded-store.ts';
import type { EndReason } from './stores/record-store.ts';

/** What became of sessions since the start of the process. */
export interface SessionCounters {
  readonly created: number;
  readonly renewed: number;
  /** Sessions that ended, by reason. */
  readonly ended: Readonly<Partial<Record<EndReason, number>>>;
  /** Requests with the cookie of a session that had ended. */
  readonly usedAfterEnd: number;
  readonly moved: number;
  readonly challenged: number;
  readonly writes: number;
  /** Writes put together with what another request wrote meanwhile. */
  readonly merged: number;
  /** Writes that came after the session had ended, and were not made. */
  readonly refusedWrites: number;
  /** Writes at the end of a response that the store failed. */
  readonly lostWrites: number;
  /** Requests that went without a session since the store failed. */
  readonly withoutStore: number;
  /** Calls of the store; none for one in this process. */
  readonly store: StoreCounters | undefined;
}

/** The counters while they count. */
export class Counts {
  created = 0;
  renewed = 0;
  usedAfterEnd = 0;
  moved = 0;
  challenged = 0;
  writes = 0;
  merged = 0;
  refusedWrites = 0;
  lostWrites = 0;
  withoutStore = 0;
  readonly ended: Partial<Record<EndReason, number>> = {};

  countEnd(reason: EndReason): void {
    this.ended[reason] = (this.ended[reason] ?? 0) + 1;
  }

  with(store: StoreCounters | undefined): SessionCounters {
    const { created, renewed, usedAfterEnd, moved, challenged, writes, merged } = this;
    const { refusedWrites, lostWrites, withoutStore } = this;
    return {
      created,
      renewed,
      ended: { ...this.ended },
      usedAfterEnd,
      moved,
      challenged,
      writes,
      merged,
      refusedWrites,
      lostWrites,
      withoutStore,
      store,
    };
  }
}
