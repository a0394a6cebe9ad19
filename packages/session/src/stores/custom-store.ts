import { errorCode } from '@emas/errors';
import type { SessionData, Store } from 'express-session';
import type {
  EndReason,
  EndedSession,
  Loaded,
  RecordStore,
  SessionEnd,
  SessionWrite,
  Written,
} from './record-store.ts';
import { Tombstones } from './tombstone.ts';

/** Where the suite's own part lies in what a store made for express-session keeps. */
const OWN = '__emas';

interface OwnPart {
  readonly version: number;
  readonly meta: string;
  readonly end: SessionEnd;
  readonly cookie: unknown;
}

interface Stored {
  readonly own: OwnPart;
  readonly data: string;
}

const MOST_TOMBSTONES = 10_000;

/**
 * Any store made for express-session. It cannot compare and write in one step, so what it has is read
 * before each write: requests of this process take turns, those of other processes are seen but for
 * the moment between the two.
 */
export class CustomStore implements RecordStore {
  readonly #store: Store;
  readonly #turns = new Map<string, Promise<unknown>>();
  readonly #tombstones = new Tombstones(MOST_TOMBSTONES, Date.now);

  /** As the store says of itself. */
  #connected = true;

  constructor(store: Store) {
    this.#store = store;
    store.on('connect', () => {
      this.#connected = true;
    });
    store.on('disconnect', () => {
      this.#connected = false;
    });
  }

  get connected(): boolean {
    return this.#connected;
  }

  async load(key: string): Promise<Loaded> {
    const stored = await this.#read(key);
    if (stored === undefined) {
      const reason = this.#tombstones.reasonOf(key);
      return reason === undefined ? { state: 'unknown' } : { state: 'ended', reason };
    }
    const { own, data } = stored;
    return { state: 'live', record: { version: own.version, data, meta: own.meta }, end: own.end };
  }

  save(key: string, write: SessionWrite): Promise<Written> {
    return this.#inTurn(key, async () => {
      const found = await this.load(key);
      if (found.state === 'ended') return { state: 'ended', reason: found.reason };
      if (found.state === 'unknown' && write.base !== undefined) {
        return { state: 'ended', reason: 'unknown' };
      }
      if (found.state === 'live' && found.record.version !== write.base) {
        return { state: 'conflict', record: found.record };
      }
      const version = (write.base ?? 0) + 1;
      await this.#write(key, { ...write, version });
      return { state: 'saved', version };
    });
  }

  touch(key: string, meta: string, end: SessionEnd, base?: number): Promise<boolean> {
    return this.#inTurn(key, async () => {
      const stored = await this.#read(key);
      if (stored === undefined) return false;
      const { data, own } = stored;
      const { version } = own;
      const isNewer = base !== undefined && version !== base;
      await this.#write(key, { data, meta: isNewer ? own.meta : meta, end, version });
      return true;
    });
  }

  end(key: string, reason: EndReason): Promise<EndedSession | undefined> {
    return this.#inTurn(key, async () => {
      const stored = await this.#read(key);
      await called((done) => this.#store.destroy(key, done));
      if (this.#tombstones.reasonOf(key) === undefined) this.#tombstones.add(key, reason);
      return stored === undefined ? undefined : { key, meta: stored.own.meta, reason };
    });
  }

  /** Such a store drops them by itself, by the cookie's expiry that is written with each. */
  async endDue(): Promise<readonly EndedSession[]> {
    return [];
  }

  /** Such a store has no index: an account's sessions are not known. */
  async link(): Promise<void> {}

  async unlink(): Promise<void> {}

  async linked(): Promise<readonly string[]> {
    return [];
  }

  async keys(): Promise<readonly string[]> {
    const store = this.#store;
    if (store.all === undefined) return [];
    const all = await answered<object>((done) => store.all?.(done));
    return Array.isArray(all)
      ? all.flatMap((one: unknown) => idOf(one) ?? [])
      : Object.keys(all ?? {});
  }

  async clear(): Promise<void> {
    this.#tombstones.clear();
    if (this.#store.clear === undefined) return;
    await called((done) => this.#store.clear?.(done));
  }

  async #read(key: string): Promise<Stored | undefined> {
    const session = await answered<SessionData>((done) => this.#store.get(key, done));
    if (session === undefined || session === null) return undefined;
    const { [OWN]: own, cookie: _, ...data }: Record<string, unknown> = { ...session };
    if (typeof own !== 'object' || own === null) return undefined;
    // Written below and nowhere else.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    return { own: own as OwnPart, data: JSON.stringify(data) };
  }

  async #write(
    key: string,
    { data, meta, end, version }: Omit<SessionWrite, 'base'> & { version: number },
  ): Promise<void> {
    const kept: object = JSON.parse(data);
    // These stores take a session's lifetime from its cookie.
    const expires = new Date(end.at);
    const cookie = { originalMaxAge: end.at - Date.now(), expires, httpOnly: true, path: '/' };
    const session: unknown = { ...kept, cookie, [OWN]: { version, meta, end } };
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    await called((done) => this.#store.set(key, session as SessionData, done));
  }

  #inTurn<Result>(key: string, action: () => Promise<Result>): Promise<Result> {
    const before = this.#turns.get(key) ?? Promise.resolve();
    const turn = before.then(action, action);
    this.#turns.set(key, turn);
    const leave = (): void => {
      if (this.#turns.get(key) === turn) this.#turns.delete(key);
    };
    turn.then(leave, leave);
    return turn;
  }
}

type Done<Value> = (error?: unknown, value?: Value | null) => void;

function answered<Value>(call: (done: Done<Value>) => void): Promise<Value | null | undefined> {
  return new Promise((resolve, reject) => {
    call((error, value) => {
      if (error === undefined || error === null || isMiss(error)) resolve(value);
      else
        reject(error instanceof Error ? error : new Error('The store failed.', { cause: error }));
    });
  });
}

async function called(call: (done: (error?: unknown) => void) => void): Promise<void> {
  await answered(call);
}

/** Stores in files say so of one that is not there. */
function isMiss(error: unknown): boolean {
  return errorCode(error) === 'ENOENT';
}

function idOf(session: unknown): string | undefined {
  if (typeof session !== 'object' || session === null || !('id' in session)) return undefined;
  return String(session.id);
}
