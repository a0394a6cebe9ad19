import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import type { RedisServer } from './start-redis.ts';

/** An address for a Redis that listens on a socket file alone; shut, nobody answers there. */
export interface RedisDoor {
  readonly url: string;
  /** Refuses connections, and ends those that there are. */
  shut(): Promise<void>;
  /** Takes connections again, at the same address. */
  open(): Promise<void>;
  /** New connections go to another Redis; those that there are stay where they are. */
  leadTo(redis: RedisServer): void;
}

/** Has to be shut before its Redis is stopped. */
export async function openRedisDoor(redis: RedisServer): Promise<RedisDoor> {
  let { path } = redis;
  const sockets = new Set<Socket>();
  const door = createServer((socket) => {
    const inner = connect(path);
    sockets.add(socket);
    socket.on('error', () => inner.destroy());
    socket.on('close', () => {
      sockets.delete(socket);
      inner.destroy();
    });
    inner.on('error', () => socket.destroy());
    socket.pipe(inner).pipe(socket);
  });
  const listen = async (port: number): Promise<void> => {
    door.listen(port, '127.0.0.1');
    await once(door, 'listening');
  };
  await listen(0);
  const { port } = door.address() as AddressInfo;
  return {
    url: `redis://127.0.0.1:${port}`,
    async shut() {
      if (!door.listening) return;
      const closed = once(door, 'close');
      door.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
    open: () => listen(port),
    leadTo(other) {
      ({ path } = other);
    },
  };
}
