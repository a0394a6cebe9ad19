/**
 * Rewrites one statement of a migration for a cluster: each MergeTree table becomes a replicated
 * `…_local` table on every node with a `Distributed` table of the old name over it; views write to the
 * local table beside them, so a batch is aggregated on the node that received it.
 *
 * Macros `{shard}` and `{replica}` are the server's own, from its default replica path.
 */
export function clusterStatements(statement: string, cluster: string): string[] {
  const on = `ON CLUSTER '${cluster}'`;
  const table = /^CREATE TABLE IF NOT EXISTS (\w+)/.exec(statement)?.[1];
  if (table !== undefined && /ENGINE = \w*MergeTree/.test(statement)) {
    const local = `${table}_local`;
    return [
      statement
        .replace(/^(CREATE TABLE IF NOT EXISTS) \w+/, `$1 ${local} ${on}`)
        .replace(/ENGINE = (\w*MergeTree)/, 'ENGINE = Replicated$1')
        .replace('non_replicated_deduplication_window', 'replicated_deduplication_window'),
      `CREATE TABLE IF NOT EXISTS ${table} ${on} AS ${local} ` +
        `ENGINE = Distributed('${cluster}', currentDatabase(), '${local}', rand())`,
    ];
  }
  return [
    statement
      .replace(
        /^((?:CREATE|DROP) (?:OR REPLACE )?(?:TABLE|MATERIALIZED VIEW|VIEW|DICTIONARY)(?: IF (?:NOT )?EXISTS)?) (\w+)/,
        `$1 $2 ${on}`,
      )
      .replace(/^(CREATE MATERIALIZED VIEW [^\n]* TO) (\w+)/, '$1 $2_local')
      .replace(/^(ALTER TABLE) (\w+)/, `$1 $2_local ${on}`),
  ];
}

/** Cluster names go into DDL, where parameters are not taken. */
export const CLUSTER_NAME: RegExp = /^[A-Za-z][\w-]{0,63}$/;
