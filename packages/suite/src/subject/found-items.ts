import type { KeptPlace } from '@emas/data-map';
import type { SubjectItem, SubjectPlace } from './subject-data.ts';

/** What was found of one account: each item once, by the place that it is in, and nothing of anybody else. */
export class FoundItems {
  readonly #byId = new Map<string, { place: KeptPlace; items: Map<string, SubjectItem> }>();
  readonly #own: readonly string[];

  /** @param own Names and hashes of the account. */
  constructor(places: readonly KeptPlace[], own: readonly string[]) {
    this.#own = own;
    for (const place of places) this.#byId.set(place.id, { place, items: new Map() });
  }

  add(id: string, { where, item }: SubjectItem): void {
    const text = JSON.stringify(item);
    if (isOfOthers(text, this.#own)) return;
    const known = this.#byId.get(id) ?? { place: unmapped(id, where), items: new Map() };
    this.#byId.set(id, known);
    known.items.set(where + text, { where, item: ofOne(id, item) });
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

/** Also within a text that is a field. */
const ACCOUNT = /\\?"account\\?":\\?"([^"\\]+)/g;

/** Somebody else may have signed in over a session that was open in the same browser. @param own Names and hashes of the account. */
export function isOfOthers(text: string, own: readonly string[]): boolean {
  const named = [...text.matchAll(ACCOUNT)].map(([, account = '']) => account);
  return named.length > 0 && !named.some((account) => own.includes(account));
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
