import { CATALOGUE } from '@emas/events';
import type { EventDefinition, EventName } from '@emas/events';
import { propertyOf } from './thrown.ts';

/** An event that the log may fold. */
export interface FoldedEvent {
  readonly name: EventName;
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly fields: object;
  /** Id of the request in which it happened; of many, the last. */
  readonly request: string | undefined;
}

/**
 * What is remembered of a kind: texts and numbers alone, and nothing of the request but its id, because a kind
 * that never comes again is kept until its window ends.
 */
interface Kind {
  readonly began: number;
  /** Since the first, which is told by itself. */
  count: number;
  /** Fields that all of them have alike, and the latest address. */
  fields: Record<string, unknown>;
  request: string | undefined;
}

/**
 * Kinds of one event that get a line of their own in a window. A stranger can make up a new kind with each
 * request; those beyond are counted together, so that nobody fills the disk or pushes older lines out.
 */
const MOST_KINDS = 20;
/**
 * The same of kinds that name an account which is signed in: strangers cannot make those up, as they can a name
 * that is typed, and a search has to find them.
 */
const MOST_NAMED = 1000;
/** What stands for a kind beyond. */
const OTHER = '(other)';

/**
 * Makes two lines of a storm, so that what happens a thousand times does not fill the log: the first of a
 * kind is written at once, those after it are counted, and one line with their `count` and what they have in
 * common is written as the window ends. A storm of different kinds is bounded as well: see {@link MOST_KINDS}.
 */
export class Folding {
  readonly #window: number;
  readonly #write: (event: FoldedEvent) => void;
  readonly #kinds = new Map<EventName, KindsOfEvent>();
  #timer: NodeJS.Timeout | undefined;

  /** @param window Milliseconds. */
  constructor(window: number, write: (event: FoldedEvent) => void) {
    this.#window = window;
    this.#write = write;
  }

  /**
   * @param by Fields that make a kind of the event.
   * @returns Whether this one is to be written now.
   */
  isFirst(event: FoldedEvent, by: readonly string[]): boolean {
    const { name, time, fields } = event;
    const kinds = this.#kindsOf(name);
    const key = by.map((field) => keyPart(propertyOf(fields, field))).join('\0');
    const known = kinds.find(key);
    if (known !== undefined && time - known.began < this.#window) {
      kinds.count(known, event);
      return false;
    }
    if (known !== undefined) this.#tell(name, kinds.remove(key));
    this.#timer ??= this.#at(time + this.#window);
    if (kinds.begin(key, time, kinds.mostFor(fields))) return true;
    kinds.countOther(event, by);
    return false;
  }

  /** Writes what was counted so far. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#end(() => true);
  }

  #kindsOf(name: EventName): KindsOfEvent {
    const known = this.#kinds.get(name);
    if (known !== undefined) return known;
    const kinds = new KindsOfEvent(name);
    this.#kinds.set(name, kinds);
    return kinds;
  }

  #at(time: number): NodeJS.Timeout {
    return setTimeout(() => this.#endWindows(), Math.max(0, time - Date.now())).unref();
  }

  #endWindows(): void {
    const now = Date.now();
    this.#end(({ began }) => now - began >= this.#window);
    const next = Math.min(...[...this.#kinds.values()].map((kinds) => kinds.began()));
    this.#timer = next === Infinity ? undefined : this.#at(next + this.#window);
  }

  #end(isOver: (kind: Kind) => boolean): void {
    for (const [name, kinds] of this.#kinds) {
      for (const kind of kinds.removeWhere(isOver)) this.#tell(name, kind);
    }
  }

  #tell(name: EventName, kind: Kind | undefined): void {
    if (kind === undefined || kind.count === 0) return;
    const { fields, count, request } = kind;
    this.#write({ name, time: Date.now(), fields: { ...fields, count }, request });
  }
}

/** The kinds of one event, and those beyond as one. */
class KindsOfEvent {
  readonly #addresses: readonly string[];
  readonly #namesOwner: boolean;
  readonly #kinds = new Map<string, Kind>();

  constructor(name: EventName) {
    const { fields }: EventDefinition = CATALOGUE[name];
    this.#addresses = Object.keys(fields).filter((field) =>
      /^(?:address|network)\b/.test(fields[field] ?? ''),
    );
    this.#namesOwner = fields['account']?.startsWith('hash') === true;
  }

  find(key: string): Kind | undefined {
    return this.#kinds.get(key);
  }

  count(kind: Kind, { fields, request }: FoldedEvent): void {
    kind.count += 1;
    kind.request = request;
    if (kind.count === 1) kind.fields = plainFields(fields);
    for (const [field, value] of Object.entries(kind.fields)) {
      if (!Object.is(value, propertyOf(fields, field))) delete kind.fields[field];
    }
    for (const field of this.#addresses) kind.fields[field] = propertyOf(fields, field);
  }

  mostFor(fields: object): number {
    const isNamed = this.#namesOwner && Reflect.get(fields, 'account') !== undefined;
    return isNamed ? MOST_NAMED : MOST_KINDS;
  }

  /** @returns False where there are too many to have another one. */
  begin(key: string, began: number, most: number): boolean {
    if (this.#kinds.size >= most) return false;
    this.#kinds.set(key, { began, count: 0, fields: {}, request: undefined });
    return true;
  }

  countOther(event: FoldedEvent, by: readonly string[]): void {
    const known = this.#kinds.get(OTHER);
    const kind = known ?? { began: event.time, count: 0, fields: {}, request: undefined };
    if (known === undefined) this.#kinds.set(OTHER, kind);
    const others = by.map((field) => [field, this.#addresses.includes(field) ? '' : OTHER]);
    this.count(kind, { ...event, fields: { ...event.fields, ...Object.fromEntries(others) } });
  }

  remove(key: string): Kind | undefined {
    const kind = this.#kinds.get(key);
    this.#kinds.delete(key);
    return kind;
  }

  removeWhere(isOver: (kind: Kind) => boolean): Kind[] {
    const over = [...this.#kinds].filter(([, kind]) => isOver(kind));
    for (const [key] of over) this.#kinds.delete(key);
    return over.map(([, kind]) => kind);
  }

  /** When the oldest began; `Infinity` where there is none. */
  began(): number {
    return Math.min(Infinity, ...[...this.#kinds.values()].map(({ began }) => began));
  }
}

/** A value that is not a text or number, despite the types, does not separate kinds. */
function keyPart(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** Errors and lists have a life of their own, and are in the first line. */
function plainFields(fields: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.keys(fields)
      .map((field) => [field, propertyOf(fields, field)] as const)
      .filter(([, value]) => typeof value !== 'object' || value === null),
  );
}
