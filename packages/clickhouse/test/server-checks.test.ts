import { describe, expect, it } from '@jest/globals';
import { connect, migrate } from '../src/index.ts';

type Client = ReturnType<typeof connect>;
type Host = Readonly<Record<string, unknown>>;

/** A server that answers about itself, and notes what it is told to do. */
function server(
  version: string,
  hosts: readonly Host[] = [],
): Client & { readonly done: string[] } {
  const done: string[] = [];
  const rows = (query: string): unknown[] => {
    if (query.includes('version()')) return [{ version }];
    return query.includes('system.clusters') ? [...hosts] : [];
  };
  const client = connect({ url: 'http://127.0.0.1:9' });
  return Object.assign(client, {
    done,
    query: ({ query }: { query: string }) =>
      Promise.resolve({ json: () => Promise.resolve(rows(query)) }),
    command: ({ query }: { query: string }) => Promise.resolve(void done.push(query)),
  });
}

const host = (shard: number, replica: number, more: Host = {}): Host => ({
  cluster: 'main',
  shard_num: shard,
  replica_num: replica,
  ...more,
});

describe('migrate', () => {
  it.each(['20.3.1.1', '24.12.6.70', '25.7.9.1 (official build)'])(
    'does nothing on a server of version %s, and says what is needed',
    async (version) => {
      const old = server(version);
      await expect(migrate(old, [], { component: 'x' })).rejects.toMatchObject({
        code: 'ERR_EMAS_CLICKHOUSE_VERSION',
        message: expect.stringContaining(`ClickHouse ${version}; 25.8 or newer is needed.`),
      });
      expect(old.done).toEqual([]);
    },
  );

  it.each(['25.8.1.1', '25.12.3.21', '26.3.1.1', '26.7.2.1', '100.1.1.1', 'built by ourselves'])(
    'takes a server of version %s',
    async (version) => {
      await expect(migrate(server(version), [], { component: 'x' })).resolves.toMatchObject({
        version: 0,
      });
    },
  );

  it.each<[string, Host[]]>([
    ['one host', [host(1, 1, { internal_replication: 0 })]],
    [
      'replicas',
      [host(1, 1, { internal_replication: 1 }), host(1, 2, { internal_replication: 1 })],
    ],
    ['replicas of a server that does not tell how it copies', [host(1, 1), host(1, 2)]],
  ])('takes a cluster of one shard: %s', async (_what, hosts) => {
    const cluster = server('26.7.2.1', hosts);
    await migrate(cluster, [], { component: 'x', cluster: 'main' });
    expect(cluster.done).toEqual([expect.stringContaining("ON CLUSTER 'main'")]);
  });

  it.each<[string, string, Host[], RegExp]>([
    ['is not there', 'CLUSTER', [], /has no cluster "main"/],
    ['has two shards', 'SHARDS', [host(1, 1), host(2, 1)], /has 2 shards; figures are kept in one/],
    [
      'copies what replicas copy themselves',
      'CLUSTER',
      [host(1, 1, { internal_replication: 0 }), host(1, 2, { internal_replication: 0 })],
      /has internal_replication = false/,
    ],
  ])('does nothing on a cluster that %s', async (_what, code, hosts, message) => {
    const cluster = server('26.7.2.1', hosts);
    await expect(migrate(cluster, [], { component: 'x', cluster: 'main' })).rejects.toMatchObject({
      code: `ERR_EMAS_CLICKHOUSE_${code}`,
      message: expect.stringMatching(message),
    });
    expect(cluster.done).toEqual([]);
  });

  it('refuses a cluster name that could carry SQL', async () => {
    const cluster = "main' (k UInt8) ENGINE = Memory --";
    await expect(
      migrate(server('26.7.2.1'), [], { component: 'x', cluster }),
    ).rejects.toMatchObject({ code: 'ERR_EMAS_CLICKHOUSE_CLUSTER' });
  });
});
