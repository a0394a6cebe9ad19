import type { SchemaStatement } from './schema-statement.ts';

/**
 * A statement of a migration for every replica of a cluster: `ON CLUSTER`, and tables that store become
 * replicated ones under the same name.
 *
 * There is no `Distributed` table over them. A cluster has one shard here (`cluster-check.ts`), so each replica
 * has all rows, and what goes in or out by one replica does so by the table itself: batches are known by their
 * token to all replicas, and an insert that was answered is stored and not queued.
 *
 * Macros `{shard}` and `{replica}` are the server's own, from its default replica path.
 */
export function clusterStatement(statement: SchemaStatement, cluster: string): string {
  const { text, nameEnd, does, object } = statement;
  const rest = text.slice(nameEnd);
  const body =
    does === 'create' && object === 'stored table'
      ? rest.replace(/\bENGINE = (\w*MergeTree)/, 'ENGINE = Replicated$1')
      : rest;
  return `${text.slice(0, nameEnd)} ON CLUSTER '${cluster}'${body}`;
}

/** Cluster names go into DDL, where parameters are not taken. */
export const CLUSTER_NAME: RegExp = /^[A-Za-z][\w-]{0,63}$/;
