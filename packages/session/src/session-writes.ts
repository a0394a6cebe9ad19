import type { BoundedStore, Budget } from './bounded-store.ts';
import type { Counts } from './counters.ts';
import { joinMetadata, parseMetadata } from './held-session.ts';
import type { HeldSession } from './held-session.ts';
import { mergeTexts } from './merge.ts';
import type { SessionMetadata } from './metadata.ts';
import { outOfTime } from './problem.ts';
import type { Importance, SessionEnd, SessionWrite, Written } from './stores/record-store.ts';

/** What the writer has to know of the sessions' keeper. */
export interface SessionWritesParts {
  readonly store: BoundedStore;
  readonly counts: Counts;
  readonly endOf: (meta: SessionMetadata) => SessionEnd;
  /** A session is in the store for the first time. */
  readonly onBegun: (held: HeldSession) => void;
}

/** What one request wants written. */
interface Change {
  readonly held: HeldSession;
  /** The data as the request has it now. */
  ours: string;
  readonly budget: Budget | undefined;
}

type Changes = readonly [Change, ...Change[]];

/** A change that waits for the write that is under way. */
interface Waiting extends Change {
  settle: (written: Promise<boolean>) => void;
  /** What the request waits for. */
  over: Promise<boolean>;
}

/** A session as the store has it, as far as is known. */
type Known = Pick<HeldSession, 'version' | 'stored' | 'meta'>;

/**
 * Writes sessions, each by one write at a time: what comes meanwhile waits, and is then written together. Of a
 * hundred that started from the same state, each on its own, ninety-nine would be refused and try again, and
 * then ninety-eight.
 */
export class SessionWrites {
  readonly #parts: SessionWritesParts;
  /** By the session's key, while a write of it is under way. */
  readonly #queues = new Map<string, Waiting[]>();

  constructor(parts: SessionWritesParts) {
    this.#parts = parts;
  }

  /** @returns False where the session has ended: it stays so. */
  write(change: Change): Promise<boolean> {
    const { key } = change.held;
    const queue = this.#queues.get(key);
    if (queue !== undefined) return this.#waitIn(queue, change);
    this.#queues.set(key, []);
    return this.#writeAndGoOn(key, [change], undefined);
  }

  /** The same, where the store answers at once; `undefined` where something has to be waited for. */
  writeAtOnce(change: Change): boolean | undefined {
    const { atOnce } = this.#parts.store;
    const { held } = change;
    if (atOnce === undefined || this.#queues.has(held.key)) return undefined;
    const changes: Changes = [change];
    let known: Known | boolean = held;
    while (typeof known === 'object') {
      const put = putTogether(changes, known);
      const { version } = known;
      const written = put.isNews ? atOnce.save(held.key, this.#wanted(put, version)) : undefined;
      known = this.#after(changes, put, version, written);
    }
    return known;
  }

  /** True while something of the session is being written. */
  isWriting({ key }: HeldSession): boolean {
    return this.#queues.has(key);
  }

  /** A caller with no time left to wait is told so; what is on its way then may be written all the same. */
  #waitIn(queue: Waiting[], change: Change): Promise<boolean> {
    const same = queue.find(({ held }) => held === change.held);
    if (same !== undefined) {
      // One request's later word takes the place of its earlier one.
      same.ours = change.ours;
      return same.over;
    }
    const waiting: Waiting = { ...change, settle: () => undefined, over: Promise.resolve(false) };
    queue.push(waiting);
    waiting.over = this.#turnOf(waiting, queue);
    return waiting.over;
  }

  #turnOf(waiting: Waiting, queue: Waiting[]): Promise<boolean> {
    const { budget } = waiting;
    const since = performance.now();
    let timer: NodeJS.Timeout | undefined;
    const turn = new Promise<boolean>((resolve, reject) => {
      waiting.settle = (written) => void written.then(resolve, reject);
      if (budget === undefined || !this.#parts.store.isBounded) return;
      timer = setTimeout(() => {
        const place = queue.indexOf(waiting);
        if (place !== -1) queue.splice(place, 1);
        reject(outOfTime());
      }, budget.left);
    });
    return turn.finally(() => {
      clearTimeout(timer);
      budget?.spend(performance.now() - since);
    });
  }

  #writeAndGoOn(key: string, changes: Changes, latest: Known | undefined): Promise<boolean> {
    const written = this.#write(changes, latest);
    const goOn = (isWritten: boolean): void => this.#goOn(key, isWritten ? changes[0] : undefined);
    written.then(goOn, () => goOn(false));
    return written;
  }

  #goOn(key: string, last: Change | undefined): void {
    const [next, ...others] = this.#queues.get(key)?.splice(0) ?? [];
    if (next === undefined) {
      this.#queues.delete(key);
      return;
    }
    const written = this.#writeAndGoOn(key, [next, ...others], last?.held);
    for (const { settle } of [next, ...others]) settle(written);
  }

  async #write(changes: Changes, latest: Known | undefined): Promise<boolean> {
    const { counts, store } = this.#parts;
    const [{ held }] = changes;
    const newest = newestOf(changes, latest);
    counts.merged += changes.filter((change) => isBehind(change.held, newest)).length;
    let known: Known | boolean = newest;
    while (typeof known === 'object') {
      const put = putTogether(changes, known);
      const { version } = known;
      const wanted = this.#wanted(put, version);
      const saving = (): Promise<Written> =>
        store.write((records) => records.save(held.key, wanted), longestOf(changes));
      // One at a time: the next try needs what this one finds.
      // oxlint-disable-next-line no-await-in-loop
      known = this.#after(changes, put, version, put.isNews ? await saving() : undefined);
    }
    return known;
  }

  #wanted({ data, meta }: Together, base: number | undefined): SessionWrite {
    const standing = {
      importance: importanceOf(data, meta),
      prefix: meta.networks.at(-1)?.prefix ?? '',
    };
    const end = this.#parts.endOf(meta);
    return { data, meta: JSON.stringify(meta), end, base, standing };
  }

  /**
   * @param written `undefined` where there was nothing to write.
   * @returns Whether it is in the store; or what is there, for another try.
   */
  #after(
    changes: Changes,
    put: Together,
    base: number | undefined,
    written: Written | undefined,
  ): Known | boolean {
    const { counts, onBegun } = this.#parts;
    const [{ held }] = changes;
    if (written?.state === 'ended') {
      counts.refusedWrites += changes.length;
      return false;
    }
    if (written?.state === 'conflict') {
      const { version, data: stored, meta } = written.record;
      counts.merged += changes.length;
      return { version, stored, meta: parseMetadata(meta) ?? put.meta };
    }
    if (written !== undefined) {
      counts.writes += 1;
      if (base === undefined) onBegun(held);
    }
    settleAll(changes, put, written?.version ?? base);
    return true;
  }
}

/** Changes of several requests as one. */
interface Together {
  readonly data: string;
  readonly meta: SessionMetadata;
  /** What of the metadata each had as this was made. */
  readonly metas: readonly SessionMetadata[];
  /** False where the store has all of it. */
  readonly isNews: boolean;
}

function putTogether(changes: Changes, known: Known): Together {
  const data = changes.reduce(
    (before, { held, ours }) => (held.seen === before ? ours : mergeTexts(held.seen, ours, before)),
    known.stored,
  );
  const metas = changes.map(({ held }) => held.meta);
  const meta = changes.reduce(
    (joined, { held }) => joinMetadata(held.metaSeen, held.meta, joined),
    known.meta,
  );
  const isNews =
    known.version === undefined ||
    data !== known.stored ||
    changes.some(({ held }) => held.metaChanged);
  return { data, meta, metas, isNews };
}

function importanceOf(data: string, { account }: SessionMetadata): Importance {
  if (account !== '') return 'member';
  return data === '{}' ? 'empty' : 'guest';
}

/** What any of the requests, or the write before, knows last. */
function newestOf([first, ...others]: Changes, latest: Known | undefined): Known {
  const all: Known[] = others.map(({ held }) => held);
  if (latest !== undefined) all.push(latest);
  return all.reduce<Known>((newest, one) => (isBehind(newest, one) ? one : newest), first.held);
}

function isBehind(one: Pick<Known, 'version'>, other: Pick<Known, 'version'>): boolean {
  return (one.version ?? 0) < (other.version ?? 0);
}

/** The request that may wait longest: the others give up by themselves. */
function longestOf(changes: Changes): Budget | undefined {
  const budgets = changes.map(({ budget }) => budget);
  if (budgets.includes(undefined)) return undefined;
  return budgets.reduce((longest, one) =>
    (one?.left ?? Infinity) > (longest?.left ?? Infinity) ? one : longest,
  );
}

/** Metadata that changed since the write began is still to be written. */
function settleAll(
  changes: Changes,
  { data, meta, metas }: Together,
  version: number | undefined,
): void {
  for (const [place, { held, ours }] of changes.entries()) {
    held.version = version;
    held.stored = data;
    held.seen = ours;
    held.metaSeen = meta;
    if (held.meta !== metas[place]) continue;
    held.meta = meta;
    held.metaChanged = false;
  }
}
