import { Storm } from '@emas/events/internal';
import type { EventBus } from '@emas/events';
import type { Request } from 'express';
import { clientAddress } from '../client-address.ts';

interface Exceeding {
  readonly address: string;
  readonly path: string;
}

/** Tells who asked too often. */
export class ExceededLines {
  readonly #bus: EventBus;
  readonly #limit: string;
  readonly #storm: Storm<Exceeding>;

  constructor(bus: EventBus, limit: string) {
    this.#bus = bus;
    this.#limit = limit;
    this.#storm = new Storm({
      bus,
      onRepeated: ({ latest, count }) => this.#tell(latest, count),
    });
  }

  add(req: Request): void {
    const exceeding = { address: clientAddress(req), path: req.path.slice(0, 200) };
    if (this.#storm.isNews(exceeding.address, exceeding)) this.#tell(exceeding, 1);
  }

  close(): void {
    this.#storm.close();
  }

  #tell({ address, path }: Exceeding, count: number): void {
    const fields = { limit: this.#limit, path, count, source_ip: address };
    this.#bus.emit('excess_rate_limit_exceeded', fields);
  }
}
