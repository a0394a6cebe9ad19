import { hash } from 'node:crypto';
import type { CookieData } from './cookie-data.ts';
import type { KnownNetwork, SessionMetadata } from './metadata.ts';
import type { SessionRecord } from './stores/record-store.ts';

/** What a session that begins has in the store: nothing. */
const NOTHING = '{}';

/** One session as one request holds it. */
export class HeldSession {
  /** What the cookie carries; no store sees it. */
  readonly id: string;
  /** What stores know it by. */
  readonly key: string;
  meta: SessionMetadata;
  /** The metadata as it was last read or written: what differs from it is what this request wants. */
  metaSeen: SessionMetadata;
  /** True where `meta` is not what the store has. */
  metaChanged = false;
  /** The version that the store has; `undefined` until it was written for the first time. */
  version: number | undefined;
  /** The data as this request last read or wrote it: what changed since is what it wants to write. */
  seen: string = NOTHING;
  /** The data as the store has it, which other requests may have changed meanwhile. */
  stored: string = NOTHING;
  /** The former session's key, where this one took its place. */
  renews: string | undefined;

  /** @param key Of the id, where it was worked out before: it costs a hash. */
  constructor(id: string, meta: SessionMetadata, record?: SessionRecord, key: string = keyOf(id)) {
    this.id = id;
    this.key = key;
    this.meta = meta;
    this.metaSeen = meta;
    if (record !== undefined) this.read(record);
  }

  /** The data is anew what the store has. */
  read(record: SessionRecord): void {
    this.version = record.version;
    this.stored = record.data;
    this.seen = record.data;
  }

  change(meta: SessionMetadata): void {
    this.meta = meta;
    this.metaChanged = true;
  }

  get address(): string {
    return this.meta.networks.at(-1)?.address ?? '';
  }

  get account(): string | undefined {
    return this.meta.account === '' ? undefined : this.meta.account;
  }
}

/** A session's key in stores: who reads a store cannot make a cookie from it. */
export function keyOf(id: string): string {
  return hash('sha256', id, 'base64url');
}

/** A session without its cookie, as stores keep it. */
export function dataOf(session: object): string {
  const { cookie: _, ...data }: { cookie?: unknown } = session;
  return JSON.stringify(data);
}

/** As express-session does it: nothing in the data replaces what a session has by itself. */
export function copyData(data: string, session: object): void {
  const kept: object = JSON.parse(data);
  for (const [key, value] of Object.entries(kept)) {
    if (!(key in session)) Reflect.set(session, key, value);
  }
}

/** @returns `undefined` where it is not what was written: somebody else wrote there. */
export function parseMetadata(text: string): SessionMetadata | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return isMetadata(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

const read = new WeakMap<SessionRecord, SessionMetadata>();

/**
 * The same of a record that a store in memory hands out again until it is changed: what was made of it goes when the
 * record goes, and so does the address in it.
 */
export function metadataOf(record: SessionRecord): SessionMetadata | undefined {
  const known = read.get(record);
  if (known !== undefined) return known;
  const meta = parseMetadata(record.meta);
  if (meta !== undefined) read.set(record, meta);
  return meta;
}

/** This package and nobody else writes it; a look at two fields tells it from anything else. */
function isMetadata(value: unknown): value is SessionMetadata {
  return typeof value === 'object' && value !== null && 'networks' in value && 'seen' in value;
}

/**
 * What two requests learned of the same session at the same time. Of account, country and cookie, what only one
 * side changed is taken from that side.
 *
 * @param base What ours came from.
 */
export function joinMetadata(
  base: SessionMetadata,
  ours: SessionMetadata,
  theirs: SessionMetadata,
): SessionMetadata {
  if (ours === base || ours === theirs) return theirs;
  const { cookie: _, ...rest } = ours;
  const cookie = ours.cookie === base.cookie ? theirs.cookie : ours.cookie;
  return {
    ...rest,
    seen: Math.max(ours.seen, theirs.seen),
    networks: joinNetworks(ours.networks, theirs.networks),
    clients: [...new Set([...theirs.clients, ...ours.clients])],
    country: ours.country === base.country ? theirs.country : ours.country,
    account: ours.account === base.account ? theirs.account : ours.account,
    ...(cookie === undefined ? {} : { cookie }),
  };
}

function joinNetworks(
  ours: readonly KnownNetwork[],
  theirs: readonly KnownNetwork[],
): readonly KnownNetwork[] {
  const joined = new Map(theirs.map((network) => [network.prefix, network]));
  for (const network of ours) {
    const proven = network.proven || joined.get(network.prefix)?.proven === true;
    joined.set(network.prefix, { ...network, proven });
  }
  return [...joined.values()];
}

const COOKIE_SETTINGS = [
  'originalMaxAge',
  'secure',
  'httpOnly',
  'domain',
  'path',
  'sameSite',
  'partitioned',
  'priority',
] as const satisfies (keyof CookieData)[];

/** Whether a cookie's settings differ; when it expires does not count, since that moves with each use. */
export function cookieDiffers(one: CookieData, other: CookieData): boolean {
  return COOKIE_SETTINGS.some((setting) => one[setting] !== other[setting]);
}
