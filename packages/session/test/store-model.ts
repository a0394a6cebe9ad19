import type {
  EndReason,
  EndedSession,
  Loaded,
  RecordStore,
  SessionEnd,
  SessionWrite,
  Written,
} from '../src/stores/record-store.ts';

interface Live {
  version: number;
  data: string;
  meta: string;
  end: SessionEnd;
}

/** The rules of a store written down as plainly as can be: it looks at everything each time. */
export class StoreModel implements RecordStore {
  #live: Record<string, Live> = {};
  #ended: Record<string, EndReason> = {};
  #links: { account: string; key: string; at: number }[] = [];

  /** The version that a key has now; 0 where there is no session. */
  versionOf(key: string): number {
    return this.#live[key]?.version ?? 0;
  }

  async load(key: string): Promise<Loaded> {
    const live = this.#live[key];
    if (live !== undefined) {
      const { end, ...record } = live;
      return { state: 'live', record, end };
    }
    const reason = this.#ended[key];
    return reason === undefined ? { state: 'unknown' } : { state: 'ended', reason };
  }

  async save(key: string, { base, ...write }: SessionWrite): Promise<Written> {
    const loaded = await this.load(key);
    if (loaded.state === 'ended') return loaded;
    if (loaded.state === 'unknown' && base !== undefined)
      return { state: 'ended', reason: 'unknown' };
    if (loaded.state === 'live' && loaded.record.version !== base) {
      return { state: 'conflict', record: loaded.record };
    }
    const version = this.versionOf(key) + 1;
    this.#live[key] = { version, ...write };
    return { state: 'saved', version };
  }

  async touch(key: string, meta: string, end: SessionEnd): Promise<boolean> {
    const live = this.#live[key];
    if (live !== undefined) this.#live[key] = { ...live, meta, end };
    return live !== undefined;
  }

  async end(key: string, reason: EndReason): Promise<EndedSession | undefined> {
    const live = this.#live[key];
    this.#ended[key] ??= reason;
    delete this.#live[key];
    return live && { key, meta: live.meta, reason };
  }

  async endDue(now: number, limit: number): Promise<readonly EndedSession[]> {
    const due = Object.entries(this.#live)
      .filter(([, { end }]) => end.at <= now)
      .toSorted(([, one], [, other]) => one.end.at - other.end.at)
      .slice(0, limit);
    for (const [key, { end }] of due) await this.end(key, end.reason);
    return due.map(([key, { meta, end }]) => ({ key, meta, reason: end.reason }));
  }

  async link(account: string, key: string, at: number): Promise<void> {
    await this.unlink(account, key);
    this.#links.push({ account, key, at });
  }

  async unlink(account: string, key: string): Promise<void> {
    this.#links = this.#links.filter((link) => link.account !== account || link.key !== key);
  }

  async linked(account: string): Promise<readonly string[]> {
    return this.#links
      .filter((link) => link.account === account)
      .toSorted((one, other) => one.at - other.at || one.key.localeCompare(other.key))
      .map(({ key }) => key);
  }

  async keys(): Promise<readonly string[]> {
    return Object.keys(this.#live);
  }

  async clear(): Promise<void> {
    this.#live = {};
    this.#ended = {};
    this.#links = [];
  }
}
