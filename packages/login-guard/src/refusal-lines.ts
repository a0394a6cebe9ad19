import { Storm } from '@emas/events/internal';
import type { EventBus } from '@emas/events';
import type { Refusal } from './refusal.ts';

/** Who was refused, and why. */
export interface Refused {
  /** Of a refusal that is about this one account; `undefined` where it is about the network. */
  readonly account: string | undefined;
  readonly prefix: string;
  readonly source_ip: string;
  readonly client: string | undefined;
  readonly reason: Refusal['reason'];
}

/** Tells of refusals, those of an account, network and reason as one. */
export class RefusalLines {
  readonly #bus: EventBus;
  readonly #storm: Storm<Refused>;

  constructor(bus: EventBus) {
    this.#bus = bus;
    this.#storm = new Storm({
      bus,
      onRepeated: ({ latest, count }) => this.#tell(latest, count),
    });
  }

  add(refused: Refused): void {
    const key = `${refused.reason} ${refused.prefix} ${refused.account ?? ''}`;
    if (this.#storm.isNews(key, refused)) this.#tell(refused, 1);
  }

  close(): void {
    this.#storm.close();
  }

  #tell({ account, reason, source_ip, client }: Refused, count: number): void {
    this.#bus.emit('login_refused', { account, reason, count, source_ip, client });
  }
}
