import { logImporter, migrateAnalytics } from '@emas/analytics';
import type { ImportSummary, LogImporterOptions } from '@emas/analytics';
import { connect } from '@emas/clickhouse';
import { EmasError } from '@emas/errors';
import { accessLogFormat, jsonMapping } from '@emas/log-lines';
import { InvalidArgumentError, Option } from 'commander';
import type { Command } from 'commander';
import { clickhouseAway } from './clickhouse-away.ts';
import { EXIT } from './exit-codes.ts';
import { withHelp } from './help-text.ts';
import { FORMATS_HELP } from './import-formats.ts';
import { isStrange, renderSummary, strangeText } from './import-summary.ts';
import { interruptible } from './interruptible.ts';
import { jsonOption, jsonText } from './json-output.ts';
import { createProgressReport } from './progress-report.ts';
import { readTime, TIME_FORMS } from './time-argument.ts';
import { engineAt } from './engine-at.ts';
import type { EngineFlags } from './engine-at.ts';
import { appOption, existingFigures, placeOptions } from './figures-options.ts';
import type { ForgetFlags } from './forget-report.ts';
import { forgetImports } from './import-forget.ts';
import { ownSmallCells, smallCellsText } from './small-cells.ts';
import { ownApp } from './own-app.ts';
import { ownTimeZone, readTimeZone } from './time-zone-option.ts';

interface ImportFlags extends EngineFlags, ForgetFlags {
  readonly format?: string;
  readonly fields?: string;
  readonly app?: string;
  readonly host?: readonly string[];
  readonly timeZone?: string;
  readonly since?: number;
  readonly follow?: boolean;
  readonly again?: boolean;
  readonly forget?: boolean;
  readonly dryRun?: boolean;
}

/** `emas import FILE…`: access logs through the same path as live requests. */
export function importCommand(command: Command): Command {
  return withNotes(withRemoval(withLines(command))).action(runImport);
}

/** What is counted, and how. */
function withLines(command: Command): Command {
  return command
    .description('Counts the page views in access logs, at the times in the logs.')
    .argument('[files...]', 'logs, plain or packed (gzip, bzip2, xz, zstd)')
    .addOption(
      new Option(
        '--format <format>',
        'a name, or a format string of nginx or Apache (default: detected)',
      )
        .argParser(readFormat)
        .conflicts('fields'),
    )
    .option('--fields <fields>', 'of a JSON log: address=client.ip,time=@timestamp,…', readFields)
    .addOption(appOption('app to count them for'))
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
    .option('--since <time>', `skip older lines: ${TIME_FORMS}`, readTime)
    .option('--follow', 'count lines as they are appended, until Ctrl-C');
}

/** What is done with what was counted before, and where all of it is. */
function withRemoval(command: Command): Command {
  const [data, url] = placeOptions();
  return command
    .option(
      '--again',
      'count logs again from the beginning; what was counted before is removed first',
    )
    .addOption(
      new Option(
        '--forget',
        'remove what came from these logs or, without files, from all logs',
      ).conflicts(['again', 'follow', 'since']),
    )
    .addOption(
      new Option(
        '--yes',
        'with --forget: remove it; without --yes it only lists what would be removed',
      ).conflicts('dryRun'),
    )
    .addOption(
      new Option(
        '--dry-run',
        'write nothing, and show what would be counted or removed; needs ClickHouse only with --again and --forget',
      ).conflicts('follow'),
    )
    .addOption(data)
    .addOption(url)
    .addOption(jsonOption('the summaries, or what is removed,'));
}

function withNotes(command: Command): Command {
  return withHelp(command, {
    examples: [
      'emas import access.log --dry-run',
      'emas import access.log --app portal --host portal.example',
      'emas import web1/access.log* web2/access.log* --url http://clickhouse:8123',
      'emas import /var/log/nginx/access.log --follow --data ./data/emas/clickhouse',
      'emas import app.json --fields address=client.ip,time=@timestamp,url=path,status=code',
      'emas import app.json --again --fields address=ip,time=ts,url=path,status=code',
      'emas import --forget --app portal --yes',
      'emas import access.log --format \'$remote_addr [$time_local] "$request" $status\'',
    ],
    found: 'if more than half of the lines of a log do not match its format.',
    lists: [['Formats:', FORMATS_HELP]],
    notes: [
      'If most of the first lines of a log are not requests, nothing is written from any log.',
      'A log is recognised by its first 64 KiB: importing it again, or after it was rotated or packed, counts only what is new. Several logs are merged by time: give the logs of all servers, with their rotated parts, in one command.',
      '--again and --forget FILES work for logs that share no day with other imported logs, or that are given together with them: figures do not say which log they came from. --forget without files removes what came from all logs of the app. What was counted live stays. --again reads the logs to the end before it removes anything. Stop imports with --follow first.',
    ],
  });
}

async function runImport(
  files: readonly string[],
  flags: ImportFlags,
  command: Command,
): Promise<void> {
  // Before the engine is opened, which takes a while and a lock.
  const options = importOptions(flags);
  if (flags.forget === true) return forgetImports(files, flags, options);
  if (flags.yes === true) command.error("error: option '--yes' is for --forget");
  if (files.length === 0) command.error("error: missing required argument 'files'");
  return interruptible((stop) => importFiles(files, flags, options, stop));
}

async function importFiles(
  files: readonly string[],
  flags: ImportFlags,
  options: ReturnType<typeof importOptions>,
  stop: AbortSignal,
): Promise<void> {
  const isDry = flags.dryRun === true && flags.again !== true;
  const place = flags.dryRun === true ? existingFigures : engineAt;
  const client = isDry ? undefined : connect(place(flags));
  const progress = createProgressReport(process.stderr, { plainLines: true });
  const summaries: ImportSummary[] = [];
  try {
    if (client !== undefined) await migrateAnalytics(client);
    const importer = logImporter({
      client,
      ...options,
      signal: stop,
      onProgress: progress.show,
    });
    summaries.push(...(await importer.importFiles(files)));
    // What was broken off goes on with the same command, and is closed then.
    if (!stop.aborted) await importer.finish();
  } catch (cause) {
    throw cause instanceof EmasError ? cause : clickhouseAway('ERR_EMAS_IMPORT_ENGINE', cause);
  } finally {
    progress.end();
    await client?.close();
  }
  report(summaries, flags);
  if (stop.aborted && flags.follow !== true) throw interrupted(flags);
}

function interrupted({ again }: ImportFlags): EmasError {
  return new EmasError(
    'ERR_EMAS_INTERRUPTED',
    again === true
      ? 'Stopped after a complete batch. The same command starts over; without --again it continues from here.'
      : 'Stopped after a complete batch. Run the same command to continue.',
  );
}

function report(summaries: readonly ImportSummary[], { json, dryRun }: ImportFlags): void {
  process.stdout.write(
    json === true
      ? `${jsonText(summaries)}\n`
      : [
          ...summaries.map((summary) => renderSummary(summary)),
          dryRun === true ? 'Dry run: nothing was written.\n' : smallCellsText(ownSmallCells()),
        ].join('\n'),
  );
  const strange = summaries.filter((summary) => isStrange(summary));
  if (strange.length === 0) return;
  process.exitCode = EXIT.found;
  process.stderr.write(strange.map((summary) => strangeText(summary)).join(''));
}

/** What the flags and the environment say of the app and of the lines. */
function importOptions({
  app,
  timeZone,
  host: hosts = [],
  follow = false,
  again = false,
  dryRun = false,
  format,
  fields,
  since,
}: ImportFlags): Omit<LogImporterOptions, 'client'> & { readonly app: string } {
  return {
    app: app ?? ownApp(),
    timeZone: timeZone ?? ownTimeZone(),
    smallCells: ownSmallCells().smallest,
    hosts,
    follow,
    again,
    dryRun,
    ...(format === undefined ? {} : { format }),
    ...(fields === undefined ? {} : { fields }),
    ...(since === undefined ? {} : { since }),
  };
}

function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

/** Looked at here, so that what is wrong with it is said before anything is opened. */
function readFormat(text: string): string {
  return checked(text, accessLogFormat);
}

function readFields(text: string): string {
  return checked(text, jsonMapping);
}

function checked(text: string, check: (text: string) => unknown): string {
  try {
    check(text);
    return text;
  } catch (cause) {
    throw cause instanceof EmasError ? new InvalidArgumentError(cause.message) : cause;
  }
}
