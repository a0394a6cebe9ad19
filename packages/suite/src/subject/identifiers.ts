import { parseNetwork } from '@emas/addresses';
import { accountName } from '@emas/events/internal';
import { placeHash } from '@emas/login-guard/internal';
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

/** From where an account was entered is kept as a hash of both: whoever knows where can look for it. */
export function knownHashes(
  items: readonly SubjectItem[],
  accounts: readonly string[],
  keys: readonly string[],
): string[] {
  const origins = new Set(
    items.flatMap(({ item }) =>
      [...JSON.stringify(item).matchAll(ORIGIN)].map(([, origin = '']) => origin),
    ),
  );
  const places = [...origins].filter((origin) => parseNetwork(origin) !== undefined);
  const hashes = keys.flatMap((key, at) =>
    places.flatMap((origin) => placeHash(key, accounts[at] ?? '', origin)),
  );
  return [...new Set(hashes)];
}
