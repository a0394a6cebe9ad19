import type { EventName } from '@emas/events';
import type { RequestContext } from '@emas/request-context';

/** An event that the log may fold. */
export interface FoldedEvent {
  readonly name: EventName;
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly fields: object;
  /** The request in which it happened last. */
  readonly context: RequestContext | undefined;
}

interface Kind {
  readonly began: number;
  /** Since the first, which is told by itself. */
  count: number;
  /** Fields that all of them have alike. */
  common: Record<string, unknown>;
  context: RequestContext | undefined;
}

/** Kinds that never repeat, or that an attacker makes up, must not fill the memory. */
const MOST_KINDS = 1000;

/**
 * Makes two lines of a storm, so that what happens a thousand times does not fill the log: the first of a
 * kind is written at once, those after it are counted, and one line with their `count` and what they have in
 * common is written as the window ends.
 */
export class Folding {
  readonly #window: number;
  readonly #write: (event: FoldedEvent) => void;
  /** The one that began first at the front. */
  readonly #kinds = new Map<string, { readonly name: EventName; readonly kind: Kind }>();
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
  isFirst({ name, time, fields, context }: FoldedEvent, by: readonly string[]): boolean {
    const key = [name, ...by.map((field) => String(Reflect.get(fields, field) ?? ''))].join('\0');
    const known = this.#kinds.get(key);
    if (known !== undefined && time - known.kind.began < this.#window) {
      count(known.kind, fields, context);
      this.#timer ??= this.#later();
      return false;
    }
    if (known !== undefined) this.#end(key);
    const [oldest] = this.#kinds.keys();
    if (oldest !== undefined && this.#kinds.size >= MOST_KINDS) this.#end(oldest);
    this.#kinds.set(key, { name, kind: { began: time, count: 0, common: {}, context } });
    return true;
  }

  /** Writes what was counted so far. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    for (const key of this.#kinds.keys()) this.#end(key);
  }

  #later(): NodeJS.Timeout {
    return setTimeout(() => this.#endWindows(), this.#window).unref();
  }

  #endWindows(): void {
    this.#timer = undefined;
    const now = Date.now();
    for (const [key, { kind }] of this.#kinds) {
      if (now - kind.began >= this.#window) this.#end(key);
    }
    const isCounting = [...this.#kinds.values()].some(({ kind }) => kind.count > 0);
    if (isCounting) this.#timer = this.#later();
  }

  #end(key: string): void {
    const known = this.#kinds.get(key);
    this.#kinds.delete(key);
    if (known === undefined || known.kind.count === 0) return;
    const { count: times, common, context } = known.kind;
    this.#write({
      name: known.name,
      time: Date.now(),
      fields: { ...common, count: times },
      context,
    });
  }
}

function count(kind: Kind, fields: object, context: RequestContext | undefined): void {
  kind.count += 1;
  kind.context = context;
  if (kind.count === 1) kind.common = { ...fields };
  for (const [field, value] of Object.entries(kind.common)) {
    if (!Object.is(value, Reflect.get(fields, field))) delete kind.common[field];
  }
}
