import { setImmediate as turnOfTheLoop } from 'node:timers/promises';
import { coarseNetwork, parseNetwork } from '@emas/addresses';
import { accountName } from '@emas/events/internal';
import { placeHashes } from '@emas/login-guard/internal';
import type { SubjectItem } from './subject-data.ts';

/** A name as a whole value, where names are logged as they are: a part of a text it may be of anything. */
export function namesOf(name: string): string[] {
  const plain = [...new Set([name, accountName(name)])].map(
    (one) => `"account":${JSON.stringify(one)}`,
  );
  return [...plain, ...plain.map((text) => JSON.stringify(text).slice(1, -1))];
}

/** Before it got a new id at the sign-in it had another. */
const SESSION = /"(?:session|previous)":"([\w-]{16,})"/g;
const SESSION_KEY = /:session:id:([\w-]{16,})$/;

/** Sessions that items of the account name. */
export function sessionsIn(items: readonly SubjectItem[]): string[] {
  const named = items.flatMap(({ item }) =>
    [...JSON.stringify(item).matchAll(SESSION)].map(([, session = '']) => session),
  );
  const keyed = items.flatMap(({ where }) => SESSION_KEY.exec(where)?.slice(1) ?? []);
  return [...new Set([...named, ...keyed])];
}

const ORIGIN = /\\?"(?:source_ip|source_network|network|address|prefix)\\?":\\?"([^"\\]+)/g;

/**
 * From where an account was entered is kept as a hash of both: whoever knows the network can look for it.
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
