import { setImmediate as turnOfTheLoop } from 'node:timers/promises';
import { coarseNetwork, parseNetwork } from '@emas/addresses';
import { placeHashes } from '@emas/login-guard/internal';
import type { SubjectItem } from './subject-data.ts';

const SESSION_KEY = /:session:id:([\w-]{16,})$/;

/** Sessions of an item: those that it is about, and those of before a sign-in. */
export interface NamedSessions {
  readonly own: readonly string[];
  readonly former: readonly string[];
}

/** What an app logs by itself may call anything a session: an event's is one. */
export function sessionsOf({ where, item }: SubjectItem): NamedSessions {
  const keyed = SESSION_KEY.exec(where)?.slice(1) ?? [];
  const { event, data }: { event?: unknown; data?: unknown } = Object(item);
  if (typeof event !== 'string') return { own: keyed, former: [] };
  const { session, previous }: { session?: unknown; previous?: unknown } = Object(data);
  return { own: [...keyed, ...textOf(session)], former: textOf(previous) };
}

function textOf(value: unknown): readonly string[] {
  return typeof value === 'string' && value !== '' ? [value] : [];
}

const ORIGIN = /\\?"(?:source_ip|source_network|network|address|prefix)\\?":\\?"([^"\\]+)/g;

/**
 * From where an account was entered is kept as a hash of both: with the network one can look for it.
 *
 * @param known Hashes that there are, of all accounts.
 * @param keys In the order of `accounts`.
 */
export async function knownHashes(
  items: readonly SubjectItem[],
  known: ReadonlySet<string>,
  { accounts, keys }: { readonly accounts: readonly string[]; readonly keys: readonly string[] },
): Promise<string[]> {
  if (known.size === 0) return [];
  const origins = items.flatMap(({ item }) =>
    [...JSON.stringify(item).matchAll(ORIGIN)].map(([, origin = '']) => origin),
  );
  const networks = new Set(
    origins.filter((origin) => parseNetwork(origin) !== undefined).map(coarseNetwork),
  );
  const found: string[] = [];
  for (const network of networks) {
    for (const [at, key] of keys.entries()) {
      for (const hash of placeHashes(key, accounts[at] ?? '', network)) {
        if (known.has(hash)) found.push(hash);
      }
      // A network of IPv6 takes a while, and an app may serve others meanwhile.
      await turnOfTheLoop();
    }
  }
  return found;
}
