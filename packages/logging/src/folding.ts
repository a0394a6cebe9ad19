import { CATALOGUE } from '@emas/events';
import type { EventDefinition, EventName } from '@emas/events';

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

/** Kinds of one event that never repeat, or that an attacker makes up, must not fill the memory. */
const MOST_KINDS = 1000;

/**
 * Makes two lines of a storm, so that what happens a thousand times does not fill the log: the first of a
 * kind is written at once, those after it are counted, and one line with their `count` and what they have in
 * common is written as the window ends.
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
    const key = by.map((field) => String(Reflect.get(fields, field) ?? '')).join('\0');
    const known = kinds.find(key);
    if (known !== undefined && time - known.began < this.#window) {
      kinds.count(key, known, event);
      return false;
    }
    if (known !== undefined) this.#tell(name, kinds.remove(key));
    this.#tell(name, kinds.begin(key, time));
    this.#timer ??= this.#at(time + this.#window);
    return true;
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

/** Those that came once apart from those that are counted: a flood of new ones does not end the others. */
class KindsOfEvent {
  readonly #addresses: readonly string[];
  readonly #once = new Map<string, Kind>();
  readonly #counted = new Map<string, Kind>();

  constructor(name: EventName) {
    const { fields }: EventDefinition = CATALOGUE[name];
    this.#addresses = Object.keys(fields).filter((field) => fields[field] === 'address');
  }

  find(key: string): Kind | undefined {
    return this.#counted.get(key) ?? this.#once.get(key);
  }

  count(key: string, kind: Kind, { fields, request }: FoldedEvent): void {
    kind.count += 1;
    kind.request = request;
    if (kind.count === 1) {
      this.#once.delete(key);
      this.#counted.set(key, kind);
      kind.fields = plainFields(fields);
    }
    for (const [field, value] of Object.entries(kind.fields)) {
      if (!Object.is(value, Reflect.get(fields, field))) delete kind.fields[field];
    }
    for (const field of this.#addresses) kind.fields[field] = Reflect.get(fields, field);
  }

  /** @returns One that had to go, where there were too many. */
  begin(key: string, began: number): Kind | undefined {
    const isFull = this.#once.size + this.#counted.size >= MOST_KINDS;
    const [oldest] = this.#once.size > 0 ? this.#once.keys() : this.#counted.keys();
    const gone = isFull && oldest !== undefined ? this.remove(oldest) : undefined;
    this.#once.set(key, { began, count: 0, fields: {}, request: undefined });
    return gone;
  }

  remove(key: string): Kind | undefined {
    const kind = this.find(key);
    this.#once.delete(key);
    this.#counted.delete(key);
    return kind;
  }

  removeWhere(isOver: (kind: Kind) => boolean): Kind[] {
    const over = [...this.#once, ...this.#counted].filter(([, kind]) => isOver(kind));
    return over.flatMap(([key]) => this.remove(key) ?? []);
  }

  /** When the oldest began; `Infinity` where there is none. */
  began(): number {
    let earliest = Infinity;
    for (const kinds of [this.#once, this.#counted]) {
      for (const { began } of kinds.values()) earliest = Math.min(earliest, began);
    }
    return earliest;
  }
}

/** Errors and lists have a life of their own, and are in the first line. */
function plainFields(fields: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => typeof value !== 'object' || value === null),
  );
}
