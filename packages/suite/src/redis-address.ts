import type { RedisClientOptions } from 'redis';

/** Where a Redis is, as its client wants it: `redis://`, `rediss://`, or `unix:///run/redis.sock`. */
export function redisAddress(url: string): Pick<RedisClientOptions, 'url' | 'socket'> {
  if (!url.startsWith('unix:')) return { url };
  return { socket: { path: decodeURIComponent(new URL(url).pathname), tls: false } };
}
