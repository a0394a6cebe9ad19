import type { CookieData } from './cookie-data.ts';
import type { SessionEnd } from './stores/record-store.ts';

/** A network that a session was used from. */
export interface KnownNetwork {
  readonly address: string;
  /** `203.0.113.0/24`. */
  readonly prefix: string;
  /** Milliseconds since 1970. */
  readonly since: number;
  /** The session began here, or its visitor proved here that it is theirs. */
  readonly proven: boolean;
}

/** What is kept beside a session's data. It goes when the session goes. */
export interface SessionMetadata {
  /** When the session began, milliseconds since 1970. */
  readonly created: number;
  /** The last use, exact to a minute. */
  readonly seen: number;
  /** Latest last, bounded in number. */
  readonly networks: readonly KnownNetwork[];
  /** `Chrome/Windows`, bounded in number. */
  readonly clients: readonly string[];
  /** ISO 3166-1 alpha-2 of the latest proven network; '' where unknown. */
  readonly country: string;
  /** A keyed hash of the account; '' while nobody is signed in. */
  readonly account: string;
  /** Whether its visitor asked to stay signed in, and other times count. */
  readonly remembered?: true;
  /** Only where the app changed it, or where it has an expiry. */
  readonly cookie?: CookieData;
}

/** How long sessions live, milliseconds; `Infinity` for no limit. */
export interface Lifetime {
  readonly idle: number;
  readonly absolute: number;
}

/** Of all sessions, and of those that are remembered. */
export interface Lifetimes extends Lifetime {
  readonly remembered: Lifetime | undefined;
}

/** One that was remembered before the app forbade it lives as all others. */
export function lifetimeOf(
  { remembered }: Pick<SessionMetadata, 'remembered'>,
  life: Lifetimes,
): Lifetime {
  return remembered === true ? (life.remembered ?? life) : life;
}

/** When a session ends unless it is used again. */
export function endOf(meta: Pick<SessionMetadata, 'created' | 'seen'>, life: Lifetime): SessionEnd {
  const idle = meta.seen + life.idle;
  const absolute = meta.created + life.absolute;
  return absolute <= idle ? { at: absolute, reason: 'absolute' } : { at: idle, reason: 'idle' };
}
