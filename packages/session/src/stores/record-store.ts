import { closedList } from '@emas/options';

/** Why a session ended; it goes into events and into what the store remembers of the end. */
export type EndReason =
  /** Nobody asked for it within the idle time-out. */
  | 'idle'
  /** It was as old as a session may become. */
  | 'absolute'
  /** Its visitor ended it. */
  | 'logout'
  /** It got a new id. */
  | 'renewed'
  /** It came from where it is not believed. */
  | 'binding'
  /** The account began more sessions than it may have. */
  | 'account_limit'
  /** Ended from the account page or by staff. */
  | 'revoked'
  /** The store was full. */
  | 'capacity';

export const END_REASONS: readonly EndReason[] = closedList<EndReason>({
  idle: true,
  absolute: true,
  logout: true,
  renewed: true,
  binding: true,
  account_limit: true,
  revoked: true,
  capacity: true,
});

/** What a store keeps of a session. `data` and `meta` mean nothing to the store. */
export interface SessionRecord {
  /** Grows with each change of `data`. */
  readonly version: number;
  /** What the app keeps in `req.session`, JSON. */
  readonly data: string;
  /** What the suite keeps beside it, JSON; it has the address. */
  readonly meta: string;
}

/** When a session ends unless it is used again, and why. */
export interface SessionEnd {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly reason: EndReason;
}

/** What a store knows under a key. */
export type Loaded =
  | { readonly state: 'live'; readonly record: SessionRecord; readonly end: SessionEnd }
  /** It was, and nothing of it is left but why it is not any more. */
  | { readonly state: 'ended'; readonly reason: EndReason }
  | { readonly state: 'unknown' };

/** What is to be written. */
export interface SessionWrite {
  readonly data: string;
  readonly meta: string;
  readonly end: SessionEnd;
  /**
   * The version that the change started from; `undefined` for a session that begins. A store writes
   * only where that is still the version it has.
   */
  readonly base: number | undefined;
  /** What a store goes by that has to make room. @default 'empty', and from nowhere */
  readonly standing?: Standing;
}

/** How much a session matters to its visitor: `member` is signed in, of `guest` there is data, of `empty` nothing. */
export type Importance = 'empty' | 'guest' | 'member';

/** What of a session decides who makes room in a store that is full. */
export interface Standing {
  readonly importance: Importance;
  /** The network that it was last used from, `203.0.113.0/24`; '' where unknown. */
  readonly prefix: string;
}

/** What became of a write. */
export type Written =
  | { readonly state: 'saved'; readonly version: number }
  /** Somebody else wrote since `base`: nothing was written, this is what is there. */
  | { readonly state: 'conflict'; readonly record: SessionRecord }
  /** The session has ended, or is not there: nothing was written, it stays ended. */
  | { readonly state: 'ended'; readonly reason: EndReason | 'unknown' };

/** A session that has just ended, for the event about it. */
export interface EndedSession {
  readonly key: string;
  readonly meta: string;
  readonly reason: EndReason;
}

/** What the store in memory does without anybody having to wait, in place of its `load()` and `save()`. */
export interface StoreAtOnce {
  load(key: string): Loaded;
  save(key: string, write: SessionWrite): Written;
}

/**
 * Where sessions are kept. Keys are hashes of ids: no store ever sees an id.
 *
 * Each step is atomic. What ends a session leaves its key behind with the reason and nothing else, for as
 * long as a request may last, so that a slow request cannot bring the session back.
 */
export interface RecordStore {
  /** True for a store in this process, which answers at once and is not bounded in time. */
  readonly local?: boolean;
  /** False while it knows itself that it is cut off; it is not asked then. */
  readonly connected?: boolean;
  /** What its keys in Redis begin with, for one that is there. */
  readonly redisKeys?: string;
  load(key: string): Promise<Loaded>;
  save(key: string, write: SessionWrite): Promise<Written>;
  /**
   * New `meta` and end; `data` and version stay.
   *
   * @param base Where it is given and the session has another version by now, its `meta` stays as well:
   * whoever wrote since had the newer one.
   * @returns False where there is no such session any more.
   */
  touch(key: string, meta: string, end: SessionEnd, base?: number): Promise<boolean>;
  /** Ends a session; its data, address included, is gone when this resolves. */
  end(key: string, reason: EndReason): Promise<EndedSession | undefined>;
  /** Ends those whose time has come, each told to one caller only, however many processes ask. */
  endDue(now: number, limit: number): Promise<readonly EndedSession[]>;
  /**
   * Remembers that a session is one of an account's.
   *
   * @param lasting Milliseconds after which no such session is alive, and the account may be forgotten.
   * @default 400 days
   */
  link(account: string, key: string, at: number, lasting?: number): Promise<void>;
  unlink(account: string, key: string): Promise<void>;
  /** Keys of an account's sessions, oldest first; some may have ended. */
  linked(account: string): Promise<readonly string[]>;
  /** Keys of all that are alive. */
  keys(): Promise<readonly string[]>;
  /** Forgets everything, ended ones included. */
  clear(): Promise<void>;
}

/** Whether a value is one of ours, and not a store made for express-session. */
export function isRecordStore(value: unknown): value is RecordStore {
  return typeof value === 'object' && value !== null && 'endDue' in value;
}
