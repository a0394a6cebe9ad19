import type { KeptPlace } from '@emas/data-map';
import { sessionsOf } from './identifiers.ts';
import type { SubjectIdentity } from './identity.ts';
import type { SubjectItem, SubjectPlace } from './subject-data.ts';

/** What was found of one account: each item once, by the place that it is in, and nothing of anybody else. */
export class FoundItems {
  readonly #byId = new Map<string, { place: KeptPlace; items: Map<string, SubjectItem> }>();
  readonly #identity: SubjectIdentity;
  /** Sessions that are met with the account itself, with others, and with nobody. */
  readonly #tied = new Set<string>();
  readonly #ofOthers = new Set<string>();
  readonly #met = new Set<string>();

  constructor(places: readonly KeptPlace[], identity: SubjectIdentity) {
    this.#identity = identity;
    for (const place of places) this.#byId.set(place.id, { place, items: new Map() });
  }

  add(id: string, found: SubjectItem): void {
    const { where, item } = found;
    const text = JSON.stringify(item);
    const { own, former } = sessionsOf(found);
    if (this.#identity.isOfOthers(text)) {
      for (const session of own) this.#ofOthers.add(session);
      return;
    }
    for (const session of [...own, ...former]) this.#met.add(session);
    if (this.#identity.isNamedIn(text)) for (const session of own) this.#tied.add(session);
    const known = this.#byId.get(id) ?? { place: unmapped(id, where), items: new Map() };
    this.#byId.set(id, known);
    known.items.set(where + text, { where, item: ofOne(id, item) });
  }

  /**
   * Sessions of the account, and those of before its sign-in. Whoever signs in over somebody else's open session ends
   * it, and is told of with it: that one is not theirs.
   */
  sessions(): readonly string[] {
    const foreign = new Set(this.foreign());
    return [...this.#met].filter((session) => !foreign.has(session));
  }

  /** Sessions that are met with another account, and not with this one. */
  foreign(): readonly string[] {
    return [...this.#ofOthers].filter((session) => !this.#tied.has(session));
  }

  items(): readonly SubjectItem[] {
    return [...this.#byId.values()].flatMap(({ items }) => [...items.values()]);
  }

  places(): readonly SubjectPlace[] {
    return [...this.#byId.values()]
      .filter(({ items }) => items.size > 0)
      .map(({ place, items }) => ({ place, items: [...items.values()] }));
  }
}

/** Of a log that is off now, files stay for their time. */
function unmapped(id: string, where: string): KeptPlace {
  return {
    ...{ id, kind: 'file', where, holds: ['account'], reason: 'security' },
    ...{ kept: { until: 'taken back' }, readers: ['security'] },
  };
}

const OF_INCIDENTS: ReadonlySet<string> = new Set([
  ...['app', 'id', 'kind', 'severity', 'opened', 'first', 'last'],
]);

/** The evidence of an attack tells of all accounts, and a session's data may hold secrets of the app. */
function ofOne(id: string, item: unknown): unknown {
  if (typeof item !== 'object' || item === null) return item;
  if (id === 'login-review/incidents') {
    return Object.fromEntries(Object.entries(item).filter(([column]) => OF_INCIDENTS.has(column)));
  }
  if (id !== 'session/store') return item;
  const { d: data, ...rest }: { d?: unknown; readonly [field: string]: unknown } = { ...item };
  return typeof data === 'string' ? { ...rest, fields: fieldsOf(data) } : rest;
}

function fieldsOf(data: string): readonly string[] {
  try {
    return Object.keys(Object(JSON.parse(data)));
  } catch {
    // Not what the suite writes: nothing of it is told.
    return [];
  }
}
