import { Agent } from 'node:http';
import type { ClientRequestArgs } from 'node:http';
import { createConnection } from 'node:net';
import type { Duplex } from 'node:stream';
import { EmasError } from '@emas/errors';
import type { EngineHold } from './engine-hold.ts';
import { socketIn } from './engine-socket.ts';

type Done = (error: Error | null, stream: Duplex) => void;

/** Connects an HTTP client with the engine beside this process; what is asked while it opens waits. */
export class EngineAgent extends Agent {
  readonly #hold: EngineHold;
  #isClosed = false;

  constructor(hold: EngineHold, maxSockets: number) {
    super({ keepAlive: true, maxSockets });
    this.#hold = hold;
  }

  override destroy(): void {
    this.#isClosed = true;
    super.destroy();
  }

  override createConnection(
    _options: ClientRequestArgs,
    callback?: Done,
  ): Duplex | null | undefined {
    void this.#connect(callback ?? (() => undefined));
    return undefined;
  }

  async #connect(done: Done): Promise<void> {
    try {
      if (this.#isClosed) throw closed(this.#hold.folder);
      await this.#hold.opened();
      done(null, createConnection(socketIn(this.#hold.folder)));
    } catch (error) {
      // Node's types know of no failure here.
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion
      (done as (error: unknown) => void)(error);
    }
  }
}

function closed(folder: string): EmasError {
  return new EmasError(
    'ERR_EMAS_ENGINE_AWAY',
    `The client of the engine in ${folder} was closed before this query.`,
    { help: 'Close it after everything that uses it: close() of the suite keeps the order.' },
  );
}
