import type { EventBus } from '@emas/events';
import type { Refusal } from './refusal.ts';

/** Who was refused. */
export interface Refused {
  /** Of a refusal that is about this one account; `undefined` where it is about the network. */
  readonly account: string | undefined;
  readonly prefix: string;
  readonly source_ip: string;
  readonly client: string | undefined;
}

interface Untold {
  latest: Refused;
  readonly reason: Refusal['reason'];
  count: number;
}

const EVERY_MS = 60_000;
const MOST = 1000;

/**
 * Tells of refusals without letting an attacker fill the log: the first of an account, network and reason
 * at once, those after it once a minute, as a count.
 */
export class RefusalLines {
  readonly #bus: EventBus;
  readonly #untold = new Map<string, Untold>();
  readonly #timer: NodeJS.Timeout;

  constructor(bus: EventBus) {
    this.#bus = bus;
    this.#timer = setInterval(() => this.flush(), EVERY_MS).unref();
  }

  add(who: Refused, reason: Refusal['reason']): void {
    const key = `${reason} ${who.prefix} ${who.account ?? ''}`;
    const known = this.#untold.get(key);
    if (known !== undefined) {
      known.count += 1;
      known.latest = who;
      return;
    }
    if (this.#untold.size >= MOST) this.flush();
    this.#untold.set(key, { latest: who, reason, count: 0 });
    this.#tell(who, reason, 1);
  }

  flush(): void {
    const all = [...this.#untold.values()];
    this.#untold.clear();
    for (const { latest, reason, count } of all) {
      if (count > 0) this.#tell(latest, reason, count);
    }
  }

  close(): void {
    clearInterval(this.#timer);
    this.flush();
  }

  #tell({ account, source_ip, client }: Refused, reason: string, count: number): void {
    this.#bus.emit('login_refused', { account, reason, count, source_ip, client });
  }
}
