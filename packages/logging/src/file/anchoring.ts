import type { EventBus, EventFields } from '@emas/events';
import type { LogOrigin } from '../record.ts';
import type { FileLog } from './file-log.ts';
import { writeSystemLine } from './system-line.ts';

export interface AnchoringOptions {
  /** The logs of this process, by name. */
  readonly logs: ReadonlyMap<string, FileLog>;
  /** Days that the files of a log are kept, by its name. */
  readonly days: ReadonlyMap<string, number>;
  /** The log that anchors go to; `undefined` where they go to no file. */
  readonly keeper: string | undefined;
  readonly events: EventBus;
  readonly origin: LogOrigin;
}

/**
 * Says how far each chain has come, so that a cut end and a log that is gone show.
 *
 * Anchors go to the `system` log and to every receiver. How far the `system` log itself has come stands in
 * each log that got further. So one log cannot be cut alone: only all of them, back to the same moment.
 */
export class Anchoring {
  readonly #options: AnchoringOptions;
  /** How far each log had come when that was last told. */
  readonly #told = new Map<string, number>();
  /** The newest file of each log then. */
  readonly #files = new Map<string, string>();

  constructor(options: AnchoringOptions) {
    this.#options = options;
  }

  /** Tells how far each log has come that came further. */
  tell(): void {
    const { logs, keeper } = this.#options;
    const others = [...logs.keys()].filter((name) => name !== keeper);
    const further = others.filter((name) => this.#tellOf(name));
    // After the others: it then vouches for their anchors as well.
    if (keeper === undefined) return;
    this.#tellOf(keeper);
    for (const name of further) this.#tellIn(name, keeper);
  }

  /** The same, where a log began a file since: a file that no anchor names could be removed unnoticed. */
  tellOfNewFiles(): void {
    const { logs } = this.#options;
    const isNew = [...logs].some(([name, log]) => log.anchor()?.file !== this.#files.get(name));
    if (isNew) this.tell();
  }

  /** @returns Whether the log came further. */
  #tellOf(name: string): boolean {
    const log = this.#options.logs.get(name);
    log?.sink.flushSync();
    const anchor = this.#anchorOf(name);
    if (anchor === undefined || anchor.seq === this.#told.get(name)) return false;
    this.#options.events.emit('log_anchor', anchor);
    log?.sink.flushSync();
    // What an anchor adds to the log that it goes to is nothing to tell of.
    this.#told.set(name, this.#anchorOf(name)?.seq ?? anchor.seq);
    this.#files.set(name, anchor.file);
    return true;
  }

  /** Writes into a log how far the keeper of anchors has come. */
  #tellIn(name: string, keeper: string): void {
    const log = this.#options.logs.get(name);
    const anchor = this.#anchorOf(keeper);
    if (log === undefined || anchor === undefined) return;
    writeSystemLine(log.sink, this.#options.origin, 'log_anchor', anchor);
    this.#told.set(name, this.#anchorOf(name)?.seq ?? 0);
  }

  #anchorOf(name: string): EventFields<'log_anchor'> | undefined {
    const { logs, days, origin } = this.#options;
    const anchor = logs.get(name)?.anchor();
    if (anchor === undefined) return undefined;
    return { ...anchor, days: days.get(name) ?? 0, host: origin.host };
  }
}
