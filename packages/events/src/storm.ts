import type { EventBus } from './bus.ts';

/** What was counted of one kind since its first was told. */
export interface Repeated<Item> {
  readonly key: string;
  readonly latest: Item;
  /** Without the first. */
  readonly count: number;
  /** Milliseconds since the first. */
  readonly window: number;
}

/** How a storm is told. */
export interface StormOptions<Item> {
  /** Its `sys_shutdown` and `sys_crash` end all windows, while the log is still written. */
  readonly bus: EventBus;
  /** Milliseconds in which those of one kind become one line and a count. @default 60000 */
  readonly window?: number;
  readonly onRepeated: (repeated: Repeated<Item>) => void;
}

interface Window<Item> {
  readonly began: number;
  count: number;
  latest: Item;
}

const STANDARD_WINDOW_MS = 60_000;
/** Kinds that never repeat, or that an attacker makes up, must not fill the memory. */
const MOST_WINDOWS = 1000;

/**
 * Makes two lines of a storm, so that what happens a thousand times does not fill the log: the first of a
 * kind is told at once, those after it are counted, and the count is told as the window ends.
 */
export class Storm<Item> {
  readonly #window: number;
  readonly #onRepeated: (repeated: Repeated<Item>) => void;
  readonly #unsubscribe: () => void;
  /** The one that began first at the front. */
  readonly #windows = new Map<string, Window<Item>>();
  #timer: NodeJS.Timeout | undefined;

  constructor({ bus, window = STANDARD_WINDOW_MS, onRepeated }: StormOptions<Item>) {
    this.#window = window;
    this.#onRepeated = onRepeated;
    this.#unsubscribe = bus.subscribe(({ name }) => {
      if (name === 'sys_shutdown' || name === 'sys_crash') this.flush();
    });
  }

  /** @returns Whether this one is to be told. */
  isNews(key: string, item: Item): boolean {
    const now = Date.now();
    const known = this.#windows.get(key);
    if (known !== undefined && now - known.began < this.#window) {
      known.count += 1;
      known.latest = item;
      this.#timer ??= setTimeout(() => this.#endWindows(), this.#window).unref();
      return false;
    }
    if (known !== undefined) this.#end(key, known);
    const [oldest] = this.#windows;
    if (oldest !== undefined && this.#windows.size >= MOST_WINDOWS) this.#end(...oldest);
    this.#windows.set(key, { began: now, count: 0, latest: item });
    return true;
  }

  /** Tells what was counted so far. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    for (const [key, window] of this.#windows) this.#end(key, window);
  }

  close(): void {
    this.flush();
    this.#unsubscribe();
  }

  #endWindows(): void {
    this.#timer = undefined;
    const now = Date.now();
    for (const [key, window] of this.#windows) {
      if (now - window.began >= this.#window) this.#end(key, window);
    }
    const isCounting = [...this.#windows.values()].some(({ count }) => count > 0);
    if (isCounting) this.#timer = setTimeout(() => this.#endWindows(), this.#window).unref();
  }

  #end(key: string, { began, count, latest }: Window<Item>): void {
    this.#windows.delete(key);
    if (count > 0) this.#onRepeated({ key, latest, count, window: Date.now() - began });
  }
}
