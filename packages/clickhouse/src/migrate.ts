import type { ClickHouseClient } from '@clickhouse/client';
import { EmasError, errorCode } from '@emas/errors';
import { checkCluster } from './cluster-check.ts';
import { clusterStatement } from './cluster-ddl.ts';
import { isHealedByTime } from './ddl-errors.ts';
import type { Migration } from './migrations.ts';
import { parseStatement } from './schema-statement.ts';
import type { SchemaStatement } from './schema-statement.ts';
import { checkServerVersion } from './server-version.ts';

/** Options of `migrate()`. */
export interface MigrateOptions {
  /** Whose migrations these are, `analytics`: each package counts its own. */
  readonly component: string;
  /** Name of a ClickHouse cluster of one shard (`system.clusters`); tables are then replicated. */
  readonly cluster?: string | undefined;
}

/** What `migrate()` found and did. */
export interface MigrationOutcome {
  /** Versions applied by this call. */
  readonly applied: readonly number[];
  /** The schema's version now. */
  readonly version: number;
}

const RECORD = parseStatement(`CREATE TABLE IF NOT EXISTS emas_migrations (
  component LowCardinality(String),
  version UInt32,
  name String,
  checksum String,
  applied_at DateTime64(3, 'UTC') DEFAULT now64(3)
) ENGINE = ReplacingMergeTree(applied_at) ORDER BY (component, version)`);

const UNKNOWN_TABLE = '60';

/** A replica that is down takes its part from the queue when it is back; nobody waits for it so long. */
const CLUSTER_SETTINGS = {
  distributed_ddl_task_timeout: '5',
  distributed_ddl_output_mode: 'null_status_on_timeout',
} as const;

/**
 * Brings the schema of one component up to date.
 *
 * Two processes may start at once: every statement can be repeated, and the record of a migration is
 * one row for all writers. One that was broken off half-way is done again from its first statement.
 *
 * @throws EmasError `ERR_EMAS_MIGRATION_CHANGED` when a file differs from what was applied,
 * `ERR_EMAS_SCHEMA_NEWER` when a newer release migrated this database, `ERR_EMAS_MIGRATION_FAILED` when
 * the engine refuses a statement and no later try can help, `ERR_EMAS_CLICKHOUSE_VERSION` on a server that is
 * too old, `ERR_EMAS_CLICKHOUSE_CLUSTER` and `ERR_EMAS_CLICKHOUSE_SHARDS` on a cluster that cannot keep the
 * figures; the client's error when the engine is away or time may help: try again then.
 */
export async function migrate(
  client: ClickHouseClient,
  migrations: readonly Migration[],
  options: MigrateOptions,
): Promise<MigrationOutcome> {
  const { cluster, component } = options;
  const recordIsQueued = cluster !== undefined;
  const recorded = async (): Promise<ReadonlyMap<number, string>> => {
    const found = await recordedChecksums(client, component);
    refuseForeignSchema(migrations, found, component);
    return found;
  };
  const preparation = async (): Promise<void> => {
    await checkServerVersion(client);
    if (cluster !== undefined) await checkCluster(client, cluster);
    await execute(client, RECORD, cluster);
    await recorded();
  };
  await attempt(`The preparation of ${component}`, preparation, { recordIsQueued });

  const applied: number[] = [];
  for (const migration of migrations) {
    // Asked each time: another process may be quicker, and of a newer release.
    if ((await recorded()).has(migration.version)) continue;
    if (await apply(client, migration, options)) applied.push(migration.version);
  }
  return { applied, version: migrations.length };
}

/** Every statement of the migrations as `migrate()` would send it, for those who apply DDL by hand. */
export function renderMigrations(migrations: readonly Migration[], cluster?: string): string[] {
  const statements = [RECORD, ...migrations.flatMap((migration) => migration.statements)];
  return statements.map((statement) => textOf(statement, cluster));
}

function textOf(statement: SchemaStatement, cluster: string | undefined): string {
  return cluster === undefined ? statement.text : clusterStatement(statement, cluster);
}

async function execute(
  client: ClickHouseClient,
  statement: SchemaStatement,
  cluster: string | undefined,
): Promise<void> {
  const settings = cluster === undefined ? {} : { clickhouse_settings: CLUSTER_SETTINGS };
  await client.command({ query: textOf(statement, cluster), ...settings });
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

/** @returns Whether this process did it, and not another one meanwhile. */
async function apply(
  client: ClickHouseClient,
  migration: Migration,
  { component, cluster }: MigrateOptions,
): Promise<boolean> {
  const { version, name, checksum } = migration;
  // A process that was quicker may be past it, and have dropped what this one is about to change.
  const isDone = async (): Promise<boolean> =>
    (await recordedChecksums(client, component)).has(version);
  const what = `The migration ${name} of ${component}`;
  for (const statement of migration.statements) {
    const outcome = await attempt(what, () => execute(client, statement, cluster), { isDone });
    if (outcome === 'needless') return false;
  }
  const note = (): Promise<unknown> =>
    client.insert({
      table: 'emas_migrations',
      values: [{ component, version, name, checksum }],
      format: 'JSONEachRow',
    });
  await attempt(what, note, { recordIsQueued: cluster !== undefined });
  return true;
}

/**
 * @param how.isDone Asked when the engine refused: another process may have done it.
 * @param how.recordIsQueued Whether the table of records may still wait in a cluster's queue.
 * @throws EmasError `ERR_EMAS_MIGRATION_FAILED` where no later try can help, and the client's error otherwise.
 */
async function attempt(
  what: string,
  action: () => Promise<unknown>,
  how: { readonly isDone?: () => Promise<boolean>; readonly recordIsQueued?: boolean },
): Promise<'done' | 'needless'> {
  try {
    await action();
    return 'done';
  } catch (cause) {
    if (cause instanceof EmasError || isHealedByTime(cause)) throw cause;
    if (how.recordIsQueued === true && errorCode(cause) === UNKNOWN_TABLE) throw cause;
    if ((await how.isDone?.()) === true) return 'needless';
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new EmasError('ERR_EMAS_MIGRATION_FAILED', `${what} failed: ${reason}`, {
      cause,
      help: 'Remove the cause and start again; completed steps are not repeated.',
    });
  }
}
