import type { EventBus } from '@emas/events';
import type { Request } from 'express';

const EVERY_MS = 60_000;
const MOST = 1000;

/** Tells who asked too often: a client at once, and then once a minute as a count. */
export class ExceededLines {
  readonly #bus: EventBus;
  readonly #limit: string;
  #untold = new Map<string, { count: number; path: string }>();
  readonly #timer: NodeJS.Timeout;

  constructor(bus: EventBus, limit: string) {
    this.#bus = bus;
    this.#limit = limit;
    this.#timer = setInterval(() => this.#flush(), EVERY_MS);
    this.#timer.unref();
    bus.subscribe(({ name }) => {
      if (name === 'sys_shutdown' || name === 'sys_crash') this.#flush();
    });
  }

  add(req: Request): void {
    const address = req.emas?.address ?? '';
    const path = req.path.slice(0, 200);
    const known = this.#untold.get(address);
    if (known !== undefined) {
      known.count += 1;
      return;
    }
    if (this.#untold.size >= MOST) this.#flush();
    this.#untold.set(address, { count: 0, path });
    this.#tell(address, path, 1);
  }

  #flush(): void {
    const all = [...this.#untold];
    this.#untold = new Map();
    for (const [address, { count, path }] of all) if (count > 0) this.#tell(address, path, count);
  }

  #tell(source_ip: string, path: string, count: number): void {
    this.#bus.emit('excess_rate_limit_exceeded', { limit: this.#limit, path, count, source_ip });
  }
}
