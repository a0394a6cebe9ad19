import { join } from 'node:path';
import { migrateAnalytics } from '@emas/analytics';
import { connect, copyTables } from '@emas/clickhouse';
import type { CopiedTable } from '@emas/clickhouse';
import { migrateConsent } from '@emas/consent';
import { EmasError } from '@emas/errors';
import { migrateLogs } from '@emas/logging';
import { migrateLogins } from '@emas/login-guard';
import type { Command } from 'commander';
import { counted } from '../amounts.ts';
import { clickhouseAway } from '../clickhouse-away.ts';
import { existingEngine, serverAt } from '../engine-at.ts';
import { withHelp } from '../help-text.ts';
import { interruptible } from '../interruptible.ts';
import { jsonOption, jsonText } from '../json-output.ts';
import { table } from '../table.ts';
import { setting } from '../where.ts';
import { writeLine } from '../write-line.ts';

interface CopyFlags {
  readonly to?: string;
  readonly data?: string;
  readonly json?: boolean;
}

/** `emas copy --to URL` */
export function copyCommand(command: Command): Command {
  command
    .description(
      'Copies all figures of the embedded engine to a ClickHouse server, and compares both. If it is stopped half-way, run the same command to continue.',
    )
    .option(
      '--to <url>',
      'of the server, whose database has no figures yet (default: EMAS_CLICKHOUSE_URL)',
    )
    .option('--data <folder>', 'of the engine (default: clickhouse in EMAS_DATA)')
    .addOption(jsonOption('the tables'));
  return withHelp(command, {
    examples: [
      'emas copy --to http://clickhouse:8123',
      'emas copy --to http://clickhouse:8123 --data ./data/emas',
    ],
    notes: [
      'Stop the app, copy, then start it with EMAS_CLICKHOUSE_URL. User, password, database and cluster of the server are EMAS_CLICKHOUSE_USER, _PASSWORD (or _PASSWORD_FILE), _DATABASE and _CLUSTER.',
    ],
  }).action(runCopy);
}

async function runCopy({ to: given, data, json }: CopyFlags): Promise<void> {
  const to = given ?? setting(process.env, 'EMAS_CLICKHOUSE_URL', 'CLICKHOUSE_URL');
  if (to === undefined) throw nowhere();
  const folder = existingEngine(data);
  await interruptible(async (signal) => {
    const copied = await copyTo(to, folder, signal);
    if (copied === undefined) throw interrupted();
    await writeLine(json === true ? jsonText(copied) : copiedText(copied));
  });
}

/** @returns `undefined` where the signal came. */
async function copyTo(
  to: string,
  folder: string,
  signal: AbortSignal,
): Promise<CopiedTable[] | undefined> {
  const cluster = setting(process.env, 'EMAS_CLICKHOUSE_CLUSTER');
  const database = setting(process.env, 'EMAS_CLICKHOUSE_DATABASE') ?? 'default';
  const target = connectTo(to);
  const from = connect({ embedded: folder });
  try {
    // Both then have the tables of this release.
    for (const migrate of [migrateAnalytics, migrateLogins, migrateConsent, migrateLogs]) {
      await migrate(from);
      await migrate(target, { cluster });
    }
    return await copyTables({
      from,
      to: target,
      target: `${to} ${database}`,
      record: join(folder, 'copy.json'),
      signal,
    });
  } catch (cause) {
    throw cause instanceof EmasError ? cause : clickhouseAway('ERR_EMAS_COPY_ENGINE', cause);
  } finally {
    await Promise.all([from.close(), target.close()]);
  }
}

/** @throws EmasError `ERR_EMAS_COPY_DESTINATION` where it is no address of a server. */
function connectTo(to: string): ReturnType<typeof connect> {
  try {
    return connect(serverAt(to, process.env));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    // The address itself is not repeated: it may hold a password.
    throw new EmasError(
      'ERR_EMAS_COPY_DESTINATION',
      `The address of the server (--to, or EMAS_CLICKHOUSE_URL) cannot be used: ${reason}`,
      {
        cause,
        help: 'Expected a URL such as http://clickhouse:8123; user, password and database come from EMAS_CLICKHOUSE_USER, _PASSWORD and _DATABASE.',
      },
    );
  }
}

function copiedText(copied: readonly CopiedTable[]): string {
  const rows = copied.reduce((sum, one) => sum + one.rows, 0);
  const columns = [{ heading: 'table' }, { heading: 'rows', align: 'right' as const }];
  const lines = copied.map((one) => [one.name, one.rows.toLocaleString('en')]);
  return `${table(columns, lines)}${counted(rows, 'row')}, the same on both sides.`;
}

function nowhere(): EmasError {
  return new EmasError('ERR_EMAS_COPY_DESTINATION', 'No server to copy to was named.', {
    help: 'Give --to URL, or set EMAS_CLICKHOUSE_URL.',
  });
}

function interrupted(): EmasError {
  return new EmasError(
    'ERR_EMAS_INTERRUPTED',
    'Stopped after a complete portion. Run the same command to continue.',
  );
}
