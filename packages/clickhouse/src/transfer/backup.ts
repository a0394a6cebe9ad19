import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, link, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ClickHouseClient } from '@clickhouse/client';
import { EmasError } from '@emas/errors';
import { tableName } from '../batch.ts';
import { rowsHeld, rowsOf } from './tables.ts';

/** What a backup holds. */
export interface BackupSummary {
  /** Whole path of the file. */
  readonly file: string;
  readonly bytes: number;
  /** Rows of the figures as of then. */
  readonly rows: number;
}

/** ClickHouse knows by it how the file is packed. */
const ENDING = '.tar.zst';
const LOOK_EVERY_MS = 200;

/**
 * Writes all tables of an embedded engine into one file, while apps go on writing; each table is as of one
 * moment. The file appears when it is whole, readable by this user alone.
 *
 * @param client Of `connect({ embedded })`: a server writes backups on its own disks, by `BACKUP DATABASE`.
 * @param file Ends with `.tar.zst`; must not exist.
 * @throws EmasError `ERR_EMAS_BACKUP_FILE` on a name that cannot be, `ERR_EMAS_BACKUP` when the engine fails.
 */
export async function backup(client: ClickHouseClient, file: string): Promise<BackupSummary> {
  const path = backupPath(file);
  const rows = await rowsHeld(client);
  // Under another name first: a file of that name is a whole backup, or none.
  const draft = join(
    dirname(path),
    `.${basename(path)}.${randomBytes(6).toString('hex')}${ENDING}`,
  );
  try {
    await run(client, 'BACKUP DATABASE default TO File({file:String}) ASYNC', draft);
    await chmod(draft, 0o600);
    // Unlike a rename, it replaces nothing.
    await link(draft, path);
  } finally {
    await rm(draft, { force: true });
    await rm(`${draft}.lock`, { force: true });
  }
  return { file: path, bytes: (await stat(path)).size, rows };
}

/**
 * Brings back what {@link backup} wrote, into an engine that has no rows yet.
 *
 * @returns Rows that are there now.
 * @throws EmasError `ERR_EMAS_BACKUP_FILE` where there is no such file, `ERR_EMAS_RESTORE_NOT_EMPTY` where
 * the engine has rows, `ERR_EMAS_BACKUP` when the engine fails: the file is damaged, or of a newer engine.
 */
export async function restore(client: ClickHouseClient, file: string): Promise<BackupSummary> {
  const path = restorePath(file);
  const held = await rowsHeld(client);
  if (held > 0) {
    throw new EmasError('ERR_EMAS_RESTORE_NOT_EMPTY', `The engine already has ${held} rows.`, {
      help: 'Stop the app, move the folder of the engine away, and restore into a new one.',
    });
  }
  await refuseOther(client, path);
  await dropEmptyTables(client);
  await run(client, 'RESTORE DATABASE default FROM File({file:String}) ASYNC', path);
  return { file: path, bytes: (await stat(path)).size, rows: await rowsHeld(client) };
}

/** Before anything is dropped for it: every backup names its content in an entry of its archive. */
async function refuseOther(client: ClickHouseClient, path: string): Promise<void> {
  try {
    await rowsOf(client, 'SELECT count() FROM file({entry:String}, LineAsString)', {
      entry: `${path} :: .backup`,
    });
  } catch (cause) {
    throw failed(cause instanceof Error ? cause.message : String(cause));
  }
}

/** Those that an app makes at its start: a backup brings its own, and the record of its migrations. */
async function dropEmptyTables(client: ClickHouseClient): Promise<void> {
  const tables = await rowsOf<{ name: string }>(
    client,
    `SELECT name FROM system.tables WHERE database = currentDatabase() AND name LIKE 'emas\\_%'
     ORDER BY engine LIKE '%View' DESC`,
  );
  for (const { name } of tables) {
    await client.command({ query: `DROP TABLE IF EXISTS ${tableName(name)} SYNC` });
  }
}

/** In the background of the engine: it may take longer than any request. */
async function run(client: ClickHouseClient, query: string, file: string): Promise<void> {
  const [begun] = await rowsOf<{ id: string }>(client, query, { file });
  for (;;) {
    const [now] = await rowsOf<{ status: string; error: string }>(
      client,
      'SELECT status, error FROM system.backups WHERE id = {id:String}',
      { id: begun?.id ?? '' },
    );
    if (now === undefined) throw failed('The engine was restarted meanwhile.');
    if (/^(?:BACKUP_CREATED|RESTORED)$/.test(now.status)) return;
    if (!/^(?:CREATING_BACKUP|RESTORING)$/.test(now.status)) throw failed(now.error);
    await sleep(LOOK_EVERY_MS);
  }
}

function failed(reason: string): EmasError {
  const [what = ''] = reason.split(', Stack trace');
  return new EmasError('ERR_EMAS_BACKUP', `The engine failed: ${what.slice(0, 500)}.`, {
    help: 'Check that the disk has room, and that the file is complete and was written by emas backup.',
  });
}

/**
 * The whole path of a file that a backup can be written to.
 *
 * @throws EmasError `ERR_EMAS_BACKUP_FILE`.
 */
export function backupPath(file: string): string {
  const path = namedPath(file);
  if (existsSync(path)) throw wrongFile(path, 'exists already');
  if (!existsSync(dirname(path))) throw wrongFile(path, 'is in a folder that does not exist');
  return path;
}

/**
 * The whole path of a file that may be a backup.
 *
 * @throws EmasError `ERR_EMAS_BACKUP_FILE`.
 */
export function restorePath(file: string): string {
  const path = namedPath(file);
  if (!existsSync(path)) throw wrongFile(path, 'does not exist');
  return path;
}

function namedPath(file: string): string {
  const path = resolve(file);
  if (!path.endsWith(ENDING)) throw wrongFile(path, `does not end with ${ENDING}`);
  return path;
}

function wrongFile(path: string, what: string): EmasError {
  return new EmasError('ERR_EMAS_BACKUP_FILE', `The file ${path} ${what}.`, {
    help: `Use a name such as figures-2026-11-27${ENDING}.`,
  });
}
