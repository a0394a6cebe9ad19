import { isTimeZone } from '@emas/calendar';
import { LOG_FORMATS } from '@emas/analytics/internal';
import { logImporter, migrateAnalytics } from '@emas/analytics';
import { APP_NAME } from '@emas/options';
import type { ImportSummary, LogFormat } from '@emas/analytics';
import { connect } from '@emas/clickhouse';
import { EmasError } from '@emas/errors';
import { InvalidArgumentError, Option } from 'commander';
import type { Command } from 'commander';
import { withHelp } from './help-text.ts';
import { renderSummary } from './import-summary.ts';
import { jsonOption, jsonText } from './json-output.ts';
import { createProgressReport } from './progress-report.ts';
import { readTime, TIME_FORMS } from './time-argument.ts';
import { engineAt } from './engine-at.ts';
import type { EngineFlags } from './engine-at.ts';
import { ownApp } from './own-app.ts';
import { setting } from './where.ts';
import { wrongSetting } from './wrong-setting.ts';

interface ImportFlags extends EngineFlags {
  readonly format?: LogFormat;
  readonly app?: string;
  readonly host?: readonly string[];
  readonly timeZone?: string;
  readonly since?: number;
  readonly follow?: boolean;
  readonly json?: boolean;
}

/** `emas import FILE…`: access logs through the same path as live requests. */
export function importCommand(command: Command): Command {
  command
    .description('Counts the page views of nginx and Apache access logs, at their own times.')
    .argument('<files...>', 'logs, plain or gzip, oldest first')
    .addOption(
      new Option('--format <format>', 'of the lines (default: found out)').choices(LOG_FORMATS),
    )
    .option(
      '--app <name>',
      'app to count them for (default: EMAS_APP, or of package.json)',
      readApp,
    )
    .option(
      '--host <name>',
      "the app's own host, whose referrers do not count; repeatable",
      collect,
    )
    .option(
      '--time-zone <zone>',
      "of the app's days, the same as the app's (default: EMAS_TIME_ZONE, or the machine's)",
      readTimeZone,
    )
    .option('--since <time>', `pass older lines over: ${TIME_FORMS}`, readTime)
    .option('--follow', 'go on with what is appended, until Ctrl-C')
    .addOption(
      new Option(
        '--data <folder>',
        'of the embedded engine (default: clickhouse in EMAS_DATA)',
      ).conflicts('url'),
    )
    .option('--url <url>', 'of a ClickHouse server (default: EMAS_CLICKHOUSE_URL, CLICKHOUSE_URL)')
    .addOption(jsonOption('the summaries'));
  return withHelp(command, {
    examples: [
      'emas import access.log --app portal --host portal.example',
      'emas import access.log.2.gz access.log.1 access.log --url http://clickhouse:8123',
      'emas import /var/log/nginx/access.log --follow --data ./data/emas/clickhouse',
    ],
    notes: [
      'A log is known by its first line: importing it again, or after it was rotated or packed, counts only what is new. Files that follow one another share their visits when they are given oldest first.',
    ],
  }).action(runImport);
}

async function runImport(files: readonly string[], flags: ImportFlags): Promise<void> {
  // Before the engine is opened, which takes a while and a lock.
  const options = importOptions(flags);
  const stop = new AbortController();
  const interrupt = (): void => stop.abort();
  process.once('SIGINT', interrupt);
  process.once('SIGTERM', interrupt);
  const client = connect(engineAt(flags));
  const progress = createProgressReport(process.stderr, { plainLines: true });
  const summaries: ImportSummary[] = [];
  try {
    await migrateAnalytics(client);
    const importer = logImporter({
      client,
      ...options,
      signal: stop.signal,
      onProgress: progress.show,
    });
    for (const file of files) {
      if (stop.signal.aborted) break;
      summaries.push(await importer.importFile(file));
    }
  } catch (cause) {
    throw cause instanceof EmasError ? cause : engineAway(cause);
  } finally {
    progress.end();
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
    await client.close();
  }
  process.stdout.write(
    flags.json === true
      ? `${jsonText(summaries)}\n`
      : summaries.map((summary) => renderSummary(summary)).join('\n'),
  );
  if (stop.signal.aborted && flags.follow !== true) {
    throw new EmasError(
      'ERR_EMAS_INTERRUPTED',
      'Stopped behind a whole batch. The same command goes on from there.',
    );
  }
}

/** What the flags and the environment say of the app and of the lines. */
function importOptions({
  app,
  timeZone,
  host: hosts = [],
  follow = false,
  format,
  since,
}: ImportFlags): Omit<Parameters<typeof logImporter>[0], 'client'> {
  return {
    app: app ?? ownApp(),
    timeZone: timeZone ?? ownTimeZone(),
    hosts,
    follow,
    ...(format === undefined ? {} : { format }),
    ...(since === undefined ? {} : { since }),
  };
}

function engineAway(cause: unknown): EmasError {
  const reason = cause instanceof Error ? cause.message || cause.name : String(cause);
  return new EmasError('ERR_EMAS_IMPORT_ENGINE', `ClickHouse did not answer: ${reason}.`, {
    cause,
    help: 'Check the URL and the server; then run the import again, it goes on where it stopped.',
  });
}

function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

function readApp(text: string): string {
  if (APP_NAME.test(text)) return text;
  throw new InvalidArgumentError('Letters, digits, ".", "_" and "-", please.');
}

function ownTimeZone(): string {
  const zone = setting(process.env, 'EMAS_TIME_ZONE');
  if (zone === undefined) return Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (isTimeZone(zone)) return zone;
  throw wrongSetting('EMAS_TIME_ZONE', zone, 'time zone', 'one such as Asia/Kuala_Lumpur');
}

function readTimeZone(text: string): string {
  if (isTimeZone(text)) return text;
  throw new InvalidArgumentError('An IANA time zone, please, such as Asia/Kuala_Lumpur.');
}
