import { connect } from '@emas/clickhouse';
import { EmasError, errorCode } from '@emas/errors';
import type { ClickHouseSettings } from '../../options.ts';
import { serverOf } from '../../settings/part-faults.ts';
import type { ParsedOptions } from '../../settings/schema.ts';
import { connectedRedis } from '../redis-at.ts';

/** A server that was asked for something. */
export interface Reached {
  readonly server: 'Redis' | 'ClickHouse';
  /** Host and port, or the path of a socket; never a name or a password. */
  readonly at: string;
  /** `null` where it answered. */
  readonly fault: string | null;
}

const PATIENCE_MS = 5000;

/** Asks each server that is named. The embedded engine is none: it starts with the app. */
export async function reached({ redis, clickhouse }: ParsedOptions): Promise<Reached[]> {
  const isServer = clickhouse !== undefined && clickhouse !== false;
  return Promise.all([
    ...(redis === undefined ? [] : [tried('Redis', redis, askRedis(redis))]),
    ...(isServer
      ? [clickhouse.url]
          .flat()
          .map((url) => tried('ClickHouse', url, askClickHouse(clickhouse, url)))
      : []),
  ]);
}

async function tried(
  server: Reached['server'],
  url: string,
  answer: Promise<void>,
): Promise<Reached> {
  const { protocol, host, pathname } = new URL(url);
  const at = protocol === 'unix:' ? decodeURIComponent(pathname) : host;
  try {
    await answer;
    return { server, at, fault: null };
  } catch (error) {
    return { server, at, fault: reasonOf(error) };
  }
}

async function askRedis(url: string): Promise<void> {
  const client = await connectedRedis(url);
  try {
    // Without a password a server that expects one connects as well.
    await client.withAbortSignal(AbortSignal.timeout(PATIENCE_MS)).ping();
  } finally {
    client.destroy();
  }
}

async function askClickHouse(settings: ClickHouseSettings, url: string): Promise<void> {
  const client = connect({ ...serverOf(settings), url });
  try {
    // A ping is answered for everybody; a query only with the right password, in a database that is there.
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const answer = await client.query({ query: 'SELECT 1', abort_signal: signal });
    await answer.text();
  } finally {
    await client.close();
  }
}

/** An error of our own wraps what was said. */
function reasonOf(error: unknown): string {
  const inner: unknown = error instanceof EmasError ? (error.cause ?? error) : error;
  const isError = typeof inner === 'object' && inner !== null && 'message' in inner;
  const said = isError ? String(inner.message) : String(inner);
  return `does not answer: ${said || errorCode(inner)}`;
}
