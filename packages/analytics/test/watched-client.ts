import type { ClickHouseClient } from '@clickhouse/client';

const METHODS: ReadonlySet<string> = new Set(['command', 'query', 'insert', 'exec']);

/** A client that calls a function before each of its statements; what that throws, the statement throws. */
export function watchedClient(
  client: ClickHouseClient,
  before: (statement: number, text: string) => Promise<void> | void,
): ClickHouseClient {
  let sent = 0;
  return new Proxy(client, {
    get(target, name): unknown {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== 'function') return value;
      if (!METHODS.has(String(name))) return value.bind(target);
      return async (...given: unknown[]): Promise<unknown> => {
        sent += 1;
        await before(sent, textOf(given));
        return value.apply(target, given);
      };
    },
  });
}

function textOf([first]: readonly unknown[]): string {
  return typeof first === 'object' && first !== null && 'query' in first ? String(first.query) : '';
}
