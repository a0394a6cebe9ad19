import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

/** A receiver in this process, which does as it is told. */
export interface Receiver {
  readonly port: number;
  /** Of all connections together. */
  text(): string;
  connections(): number;
  close(): void;
}

/**
 * @param behaviour `reads` what comes; `stalls`, so that its window fills up; `hangs-up` on whoever
 * connects.
 */
export async function startReceiver(behaviour: 'reads' | 'stalls' | 'hangs-up'): Promise<Receiver> {
  const sockets = new Set<Socket>();
  let text = '';
  let connections = 0;
  const server = createServer({ pauseOnConnect: behaviour === 'stalls' }, (socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('error', () => undefined);
    if (behaviour === 'reads') socket.on('data', (chunk) => (text += String(chunk)));
    if (behaviour === 'hangs-up') socket.destroy();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    text: () => text,
    connections: () => connections,
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
