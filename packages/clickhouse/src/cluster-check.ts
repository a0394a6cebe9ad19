import type { ClickHouseClient } from '@clickhouse/client';
import { EmasError } from '@emas/errors';
import { CLUSTER_NAME } from './cluster-ddl.ts';

interface ClusterHost {
  readonly cluster: string;
  readonly shard_num: number;
  /** 0 or 1; servers that do not tell have no such column. */
  readonly internal_replication?: number;
}

/**
 * Asks the server whether a cluster can keep what is counted: one shard, with any number of replicas.
 *
 * @throws EmasError `ERR_EMAS_CLICKHOUSE_CLUSTER` on what is no cluster's name, on a cluster that the server
 * does not have, and where it would copy rows that replicas copy themselves; `ERR_EMAS_CLICKHOUSE_SHARDS` on
 * more than one shard; the client's error when the server is away.
 */
export async function checkCluster(client: ClickHouseClient, cluster: string): Promise<void> {
  if (!CLUSTER_NAME.test(cluster)) {
    throw new EmasError('ERR_EMAS_CLICKHOUSE_CLUSTER', 'The cluster name is not a plain name.', {
      help: 'Take it from system.clusters: letters, digits, "_" and "-".',
    });
  }
  const answer = await client.query({
    // All columns: internal_replication is not there in each version.
    query: 'SELECT * FROM system.clusters WHERE cluster = {cluster:String}',
    query_params: { cluster },
    format: 'JSONEachRow',
  });
  const hosts = await answer.json<ClusterHost>();
  if (hosts.length === 0) {
    throw new EmasError('ERR_EMAS_CLICKHOUSE_CLUSTER', `The server has no cluster "${cluster}".`, {
      help: 'Run SELECT DISTINCT cluster FROM system.clusters on the server of the URL.',
    });
  }
  refuseShards(cluster, new Set(hosts.map(({ shard_num: shard }) => shard)).size);
  if (hosts.length === 1 || hosts.every((host) => host.internal_replication !== 0)) return;
  throw new EmasError(
    'ERR_EMAS_CLICKHOUSE_CLUSTER',
    `The cluster "${cluster}" has internal_replication = false.`,
    {
      help: "Set <internal_replication>true</internal_replication> for its shard in the server's remote_servers: replicated tables copy rows themselves, so rows written through the cluster would be stored twice.",
    },
  );
}

function refuseShards(cluster: string, shards: number): void {
  if (shards === 1) return;
  throw new EmasError(
    'ERR_EMAS_CLICKHOUSE_SHARDS',
    `The cluster "${cluster}" has ${shards} shards; figures are kept in one.`,
    {
      help: 'Use a cluster with one shard; it may have any number of replicas. Only the replicas of one shard recognise a batch by its token, so a second shard would count a repeated batch twice.',
    },
  );
}
