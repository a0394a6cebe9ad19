import type { Duplex } from 'node:stream';
import { UPGRADE } from './engine-socket.ts';

/**
 * The processes that use the engine. Each keeps a connection open, which the kernel closes when the process
 * dies, however it dies. What comes on it is sent back: a holder can tell an engine that hangs.
 */
export class Holders {
  readonly #open = new Set<Duplex>();
  readonly #onEmpty: () => void;

  /** @param onEmpty Called when the last one has left. */
  constructor(onEmpty: () => void) {
    this.#onEmpty = onEmpty;
  }

  get count(): number {
    return this.#open.size;
  }

  take(socket: Duplex): void {
    this.#open.add(socket);
    // The last one to leave waits until the engine has let go of the folder, which ends the connection.
    const leave = (): void => {
      if (!this.#open.delete(socket)) return;
      if (this.#open.size > 0) socket.destroy();
      else this.#onEmpty();
    };
    socket.on('data', (beat: Buffer) => {
      if (socket.writable) socket.write(beat);
    });
    socket.once('end', leave);
    socket.once('close', leave);
    socket.on('error', leave);
    const { protocol } = UPGRADE;
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: ${protocol}\r\n\r\n`,
    );
  }
}
