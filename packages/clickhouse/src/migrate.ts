import type { ClickHouseClient } from '@clickhouse/client';
import { EmasError } from '@emas/errors';
import { classifyInsertError } from './insert-errors.ts';
import { CLUSTER_NAME, clusterStatements } from './cluster-ddl.ts';
import type { Migration } from './migrations.ts';

/** Options of `migrate()`. */
export interface MigrateOptions {
  /** Whose migrations these are, `analytics`: each package counts its own. */
  readonly component: string;
  /** Name of a ClickHouse cluster (`system.clusters`); tables are then replicated and distributed. */
  readonly cluster?: string | undefined;
}

/** What `migrate()` found and did. */
export interface MigrationOutcome {
  /** Versions applied by this call. */
  readonly applied: readonly number[];
  /** The schema's version now. */
  readonly version: number;
}

const RECORD = `CREATE TABLE IF NOT EXISTS emas_migrations (
  component LowCardinality(String),
  version UInt32,
  name String,
  checksum String,
  applied_at DateTime64(3, 'UTC') DEFAULT now64(3)
) ENGINE = ReplacingMergeTree(applied_at) ORDER BY (component, version)`;

/**
 * Brings the schema of one component up to date.
 *
 * Two processes may start at once: every statement can be repeated, and the record of a migration is
 * one row whoever writes it.
 *
 * @throws EmasError `ERR_EMAS_MIGRATION_CHANGED` when a file differs from what was applied,
 * `ERR_EMAS_SCHEMA_NEWER` when a newer release migrated this database, `ERR_EMAS_MIGRATION_FAILED` when
 * the engine refuses a statement, `ERR_EMAS_CLICKHOUSE_CLUSTER` on a name that is not one; the client's
 * error when the engine is away: try again then.
 */
export async function migrate(
  client: ClickHouseClient,
  migrations: readonly Migration[],
  options: MigrateOptions,
): Promise<MigrationOutcome> {
  const { cluster, component } = options;
  if (cluster !== undefined && !CLUSTER_NAME.test(cluster)) {
    throw new EmasError('ERR_EMAS_CLICKHOUSE_CLUSTER', 'The cluster name is not a plain name.', {
      help: 'Take it from system.clusters: letters, digits, "_" and "-".',
    });
  }
  for (const statement of forCluster(RECORD, cluster)) await client.command({ query: statement });
  const recorded = await recordedChecksums(client, component);
  refuseForeignSchema(migrations, recorded, component);

  const applied: number[] = [];
  for (const migration of migrations) {
    if (recorded.has(migration.version)) continue;
    await apply(client, migration, options);
    applied.push(migration.version);
  }
  return { applied, version: migrations.length };
}

/** Every statement of the migrations as `migrate()` would send it, for those who apply DDL by hand. */
export function renderMigrations(migrations: readonly Migration[], cluster?: string): string[] {
  const statements = [RECORD, ...migrations.flatMap((migration) => migration.statements)];
  return statements.flatMap((statement) => forCluster(statement, cluster));
}

function forCluster(statement: string, cluster: string | undefined): string[] {
  return cluster === undefined ? [statement] : clusterStatements(statement, cluster);
}

async function recordedChecksums(
  client: ClickHouseClient,
  component: string,
): Promise<Map<number, string>> {
  const answer = await client.query({
    query:
      'SELECT version, argMax(checksum, applied_at) AS checksum FROM emas_migrations ' +
      'WHERE component = {component:String} GROUP BY version',
    query_params: { component },
    format: 'JSONEachRow',
  });
  const rows = await answer.json<{ version: number; checksum: string }>();
  return new Map(rows.map((row) => [row.version, row.checksum]));
}

function refuseForeignSchema(
  migrations: readonly Migration[],
  recorded: ReadonlyMap<number, string>,
  component: string,
): void {
  const newest = Math.max(0, ...recorded.keys());
  if (newest > migrations.length) {
    throw new EmasError(
      'ERR_EMAS_SCHEMA_NEWER',
      `The database has version ${newest} of the ${component} schema; this release knows ${migrations.length}.`,
      { help: 'Run the newer release, or restore the backup made before it was started.' },
    );
  }
  const changed = migrations.find(
    ({ version, checksum }) => recorded.has(version) && recorded.get(version) !== checksum,
  );
  if (changed === undefined) return;
  throw new EmasError(
    'ERR_EMAS_MIGRATION_CHANGED',
    `The migration ${changed.name} of ${component} is not the one that was applied to this database.`,
    { help: 'Put the file back as it was and add a migration with the change.' },
  );
}

async function apply(
  client: ClickHouseClient,
  migration: Migration,
  { component, cluster }: MigrateOptions,
): Promise<void> {
  for (const statement of migration.statements.flatMap((one) => forCluster(one, cluster))) {
    try {
      await client.command({ query: statement });
    } catch (cause) {
      // Nothing is wrong with the statement: the caller may try again.
      if (classifyInsertError(cause) === 'transient') throw cause;
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new EmasError(
        'ERR_EMAS_MIGRATION_FAILED',
        `The migration ${migration.name} of ${component} failed: ${reason}`,
        { cause, help: 'Mend the cause and start again; what was done is not done twice.' },
      );
    }
  }
  const { version, name, checksum } = migration;
  await client.insert({
    table: 'emas_migrations',
    values: [{ component, version, name, checksum }],
    format: 'JSONEachRow',
    // A session keeps settings in the embedded engine, a stale token among them.
    clickhouse_settings: { insert_deduplicate: 0 },
  });
}
