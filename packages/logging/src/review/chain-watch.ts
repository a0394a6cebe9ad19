import type { LogKey } from '../options.ts';
import { verifyLogs } from '../reading/verify.ts';
import type { VerifiedLog } from '../reading/verify.ts';

/** How the chains of a folder stood when they were last looked at. */
export interface ChainState {
  /** `unkeyed` where there is no key to verify by. */
  readonly state: 'intact' | 'broken' | 'checking' | 'unkeyed';
  /** Milliseconds since 1970; `undefined` before the first check has ended. */
  readonly checkedAt: number | undefined;
  readonly logs: readonly VerifiedLog[];
}

const GOOD_FOR_MS = 600_000;

/**
 * Verifies a folder now and then: reading all of it may take minutes, for which nobody who asks shall wait.
 */
export class ChainWatch {
  readonly #folder: string;
  readonly #keys: readonly LogKey[];
  readonly #now: () => number;
  #logs: readonly VerifiedLog[] = [];
  #checkedAt: number | undefined;
  #running: Promise<void> | undefined;
  #fault: unknown;

  constructor(folder: string, keys: readonly LogKey[], now: () => number) {
    this.#folder = folder;
    this.#keys = keys;
    this.#now = now;
  }

  /**
   * @param again Whether it is verified anew, however fresh what is known is; then it is waited for.
   * @throws EmasError `ERR_EMAS_LOG_FOLDER`.
   */
  async state(again: boolean): Promise<ChainState> {
    if (this.#keys.length === 0) return { state: 'unkeyed', checkedAt: undefined, logs: [] };
    const isFresh = this.#checkedAt !== undefined && this.#now() - this.#checkedAt < GOOD_FOR_MS;
    if (again || !isFresh) this.#running ??= this.#check();
    if (again) await this.#running;
    if (this.#fault !== undefined) throw this.#fault;
    if (this.#checkedAt === undefined) return { state: 'checking', checkedAt: undefined, logs: [] };
    const isBroken = this.#logs.some(({ findings }) => findings.length > 0);
    return {
      state: isBroken ? 'broken' : 'intact',
      checkedAt: this.#checkedAt,
      logs: this.#logs,
    };
  }

  async #check(): Promise<void> {
    try {
      this.#logs = await verifyLogs(this.#folder, { keys: this.#keys });
      this.#checkedAt = this.#now();
      this.#fault = undefined;
    } catch (error) {
      this.#fault = error;
    } finally {
      this.#running = undefined;
    }
  }
}
