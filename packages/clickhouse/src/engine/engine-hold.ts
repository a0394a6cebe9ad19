import { EventEmitter, once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { EmasError } from '@emas/errors';
import { within } from '../within.ts';
import { attach } from './attach.ts';
import type { Attached } from './attach.ts';
import { startEngine } from './start-engine.ts';

/** How the engine beside this process stands. */
export interface EngineState {
  /** `opening` while it starts, `away` while it cannot be started. */
  readonly state: 'opening' | 'open' | 'away';
  /** Since when, milliseconds since 1970. */
  readonly since: number;
  /** How often it was lost since this process holds it. */
  readonly losses: number;
  /** Why it is away. */
  readonly fault: Error | undefined;
}

/** The pause before a start that follows a failure: random up to this, doubled each time ("full jitter"). */
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
/** An engine that lasted so long was well: the next start is made at once. */
const WELL_AFTER_MS = 10_000;
/** A request waits so long for an engine that opens. */
const OPENING_PATIENCE_MS = 20_000;
const LEAVING_PATIENCE_MS = 15_000;

const holds = new Map<string, EngineHold>();

/** The hold of this process on the engine of a folder: one, however many clients there are. */
export function holdEngine(folder: string): EngineHold {
  const known = holds.get(folder);
  if (known !== undefined) {
    known.users += 1;
    return known;
  }
  const hold = new EngineHold(folder);
  holds.set(folder, hold);
  return hold;
}

/**
 * Keeps an engine running for a folder: the one that another process started, or one of its own, which
 * outlives it where others need it. One that dies is started again.
 */
export class EngineHold {
  users = 1;
  readonly folder: string;
  readonly #leaving = new AbortController();
  readonly #running: Promise<void>;
  readonly #changes = new EventEmitter();
  #state: EngineState = { state: 'opening', since: Date.now(), losses: 0, fault: undefined };
  #attached: Attached | undefined;
  /** Starts that failed, and engines that died soon, one after the other. */
  #failures = 0;

  constructor(folder: string) {
    this.folder = folder;
    // Each request that waits listens.
    this.#changes.setMaxListeners(0);
    this.#running = this.#run();
  }

  get state(): EngineState {
    return this.#state;
  }

  /** @throws EmasError `ERR_EMAS_ENGINE_AWAY` where it does not open in a while, or cannot be started. */
  async opened(): Promise<void> {
    if (this.#state.state === 'opening') await this.#settled();
    const { state, fault } = this.#state;
    if (state === 'open') return;
    throw new EmasError(
      'ERR_EMAS_ENGINE_AWAY',
      fault?.message ?? `The engine in ${this.folder} is not ready yet.`,
      { cause: fault, help: 'It is being restarted; rows wait until then.' },
    );
  }

  /** Leaves it: the last process that does so waits until the engine has ended. */
  async release(): Promise<void> {
    this.users -= 1;
    if (this.users > 0) return;
    holds.delete(this.folder);
    this.#leaving.abort();
    await within(LEAVING_PATIENCE_MS, this.#leave());
  }

  async #leave(): Promise<void> {
    await this.#attached?.leave();
    await this.#running;
  }

  /** Ends when it is open, or known not to open. */
  async #settled(): Promise<void> {
    const { signal } = this.#leaving;
    const settled = once(this.#changes, 'settled', { signal });
    // It was left meanwhile.
    await within(
      OPENING_PATIENCE_MS,
      settled.catch(() => undefined),
    );
  }

  async #run(): Promise<void> {
    const { signal } = this.#leaving;
    while (!signal.aborted) {
      if (this.#failures > 0) await this.#pause();
      const attached = await this.#find();
      if (attached !== undefined) await this.#use(attached);
    }
  }

  async #find(): Promise<Attached | undefined> {
    try {
      return (await attach(this.folder)) ?? (await startEngine(this.folder, this.#leaving.signal));
    } catch (error) {
      this.#failures += 1;
      this.#tell('away', error instanceof Error ? error : new Error(String(error)));
      return undefined;
    }
  }

  async #use(attached: Attached): Promise<void> {
    const { signal } = this.#leaving;
    const since = performance.now();
    this.#attached = attached;
    this.#tell('open');
    if (signal.aborted) await attached.leave();
    await attached.gone;
    this.#attached = undefined;
    if (signal.aborted) return;
    this.#failures = performance.now() - since > WELL_AFTER_MS ? 0 : this.#failures + 1;
    this.#tell('opening');
  }

  async #pause(): Promise<void> {
    const most = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(this.#failures, 10));
    const { signal } = this.#leaving;
    await sleep(Math.random() * most, undefined, { signal, ref: false }).catch(() => undefined);
  }

  #tell(state: EngineState['state'], fault?: Error): void {
    const losses = this.#state.losses + (state === 'opening' ? 1 : 0);
    this.#state = { state, since: Date.now(), losses, fault };
    if (state !== 'opening') this.#changes.emit('settled');
  }
}
