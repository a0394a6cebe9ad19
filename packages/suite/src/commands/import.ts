import { isTimeZone, LOG_FORMATS, logImporter, migrateAnalytics, SITE_NAME } from '@emas/analytics';
import type { ImportSummary, LogFormat } from '@emas/analytics';
import { connect } from '@emas/clickhouse';
import { EmasError } from '@emas/errors';
import { Command, InvalidArgumentError, Option } from 'commander';
import { createProgressReport } from './progress-report.ts';
import { renderSummary } from './import-summary.ts';
import { readTime } from './time-argument.ts';

interface ImportFlags {
  readonly format?: LogFormat;
  readonly site: string;
  readonly host: readonly string[];
  readonly timeZone: string;
  readonly since?: number;
  readonly follow?: boolean;
  readonly data?: string;
  readonly url?: string;
  readonly json?: boolean;
}

const EXAMPLES = `
Examples:
  emas import access.log --site portal --host portal.example --data ./data/clickhouse
  emas import access.log.2.gz access.log.1 access.log --url http://clickhouse:8123
  emas import /var/log/nginx/access.log --follow

A log is known by its first line: importing it again, or after it was rotated or packed, counts only
what is new. Files that follow one another share their visits when they are given oldest first.`;

/** `emas import FILE…`: access logs through the same path as live requests. */
export function importCommand(): Command {
  return new Command('import')
    .summary('count the page views of access logs')
    .description('Counts the page views of nginx and Apache access logs, at their own times.')
    .argument('<files...>', 'logs, plain or gzip, oldest first')
    .addOption(
      new Option('--format <format>', 'of the lines (default: found out)').choices(LOG_FORMATS),
    )
    .option('--site <name>', 'site to count them for', readSite, 'default')
    .option(
      '--host <name>',
      "the site's own host, whose referrers do not count; repeatable",
      collect,
      [],
    )
    .option(
      '--time-zone <zone>',
      "of the site's days",
      readTimeZone,
      Intl.DateTimeFormat().resolvedOptions().timeZone,
    )
    .option('--since <time>', 'pass older lines over: 2026-11-01, 2026-11-01T08:00Z, 7d', readTime)
    .option('--follow', 'go on with what is appended')
    .addOption(
      new Option('--data <folder>', 'of the embedded engine').env('EMAS_DATA').conflicts('url'),
    )
    .addOption(new Option('--url <url>', 'of a ClickHouse server').env('CLICKHOUSE_URL'))
    .option('--json', 'print the summary as JSON')
    .addHelpText('after', EXAMPLES)
    .action(runImport);
}

async function runImport(files: readonly string[], flags: ImportFlags): Promise<void> {
  const stop = new AbortController();
  const interrupt = (): void => stop.abort();
  process.once('SIGINT', interrupt);
  process.once('SIGTERM', interrupt);
  const client = await connect(destination(flags));
  const progress = createProgressReport(process.stderr);
  const summaries: ImportSummary[] = [];
  try {
    await migrateAnalytics(client);
    const importer = logImporter({
      client,
      site: flags.site,
      timeZone: flags.timeZone,
      hosts: flags.host,
      signal: stop.signal,
      onProgress: progress.show,
      follow: flags.follow ?? false,
      ...(flags.format === undefined ? {} : { format: flags.format }),
      ...(flags.since === undefined ? {} : { since: flags.since }),
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
      ? `${JSON.stringify(summaries)}\n`
      : summaries.map((summary) => renderSummary(summary)).join('\n'),
  );
  if (stop.signal.aborted && flags.follow !== true) {
    throw new EmasError(
      'ERR_EMAS_INTERRUPTED',
      'Stopped behind a whole batch. The same command goes on from there.',
    );
  }
}

function engineAway(cause: unknown): EmasError {
  const reason = cause instanceof Error ? cause.message || cause.name : String(cause);
  return new EmasError('ERR_EMAS_IMPORT_ENGINE', `ClickHouse did not answer: ${reason}.`, {
    cause,
    help: 'Check the URL and the server; then run the import again, it goes on where it stopped.',
  });
}

/** @throws EmasError `ERR_EMAS_IMPORT_DESTINATION`. */
function destination({ data, url }: ImportFlags): Parameters<typeof connect>[0] {
  if (url !== undefined) return { url };
  if (data !== undefined) return { embedded: data };
  throw new EmasError('ERR_EMAS_IMPORT_DESTINATION', 'There is nowhere to import to.', {
    help: 'Give --data FOLDER (the embedded engine) or --url URL (a ClickHouse server), or set EMAS_DATA or CLICKHOUSE_URL.',
  });
}

function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}

function readSite(text: string): string {
  if (SITE_NAME.test(text)) return text;
  throw new InvalidArgumentError('Letters, digits, ".", "_" and "-", please.');
}

function readTimeZone(text: string): string {
  if (isTimeZone(text)) return text;
  throw new InvalidArgumentError('An IANA time zone, please, such as Asia/Kuala_Lumpur.');
}
