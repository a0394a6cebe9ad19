import { EmasError } from '@emas/errors';
import { Option } from 'commander';
import type { Command } from 'commander';
import { subjectSearch } from '../../subject/subject-search.ts';
import type { SubjectData } from '../../subject/subject-data.ts';
import { csvRow } from '../csv.ts';
import type { EngineFlags } from '../engine-at.ts';
import { placeOptions } from '../figures-options.ts';
import { withHelp } from '../help-text.ts';
import { jsonText } from '../json-output.ts';
import { KEY_HELP, keyFileOption, readKeys } from '../logs/log-keys.ts';
import { dataArgument, foundNotice, languageOption } from '../privacy/notice-file.ts';
import type { TextFlags } from '../privacy/notice-file.ts';
import { withStores } from '../privacy/stores.ts';
import { subjectSummary } from './summary.ts';

export interface SubjectFlags extends TextFlags, Omit<EngineFlags, 'data'> {
  readonly account?: string;
  readonly format: 'text' | 'csv' | 'json';
  readonly keyFile?: string;
  readonly engine?: string;
  readonly redis?: string;
}

/** `emas subject export [DATA]` */
export function exportCommand(command: Command): Command {
  const [, url] = placeOptions();
  command
    .description(
      'Finds all that is kept of an account: sessions, lines of the log, rows, keys. For a request under PDPA 2010, s 30, or GDPR, Art. 15.',
    )
    .addArgument(dataArgument())
    .option('--account <name>', 'the user name; needed')
    .addOption(
      new Option('--format <format>', 'a summary, a table for spreadsheets, or all as JSON')
        .choices(['text', 'csv', 'json'])
        .default('text'),
    )
    .option('--json', 'the same as --format json')
    .addOption(languageOption())
    .addOption(keyFileOption())
    .option('--engine <folder>', 'of the embedded engine (default: clickhouse in the data folder)')
    .addOption(url)
    .option('--redis <url>', 'a Redis server (default: EMAS_REDIS_URL, REDIS_URL)');
  return withHelp(command, {
    examples: [
      'emas subject export --account ali',
      'emas subject export --account ali --json > ali.json',
      'emas subject export ./data/emas --account ali --format csv --language ms > ali.csv',
    ],
    notes: [
      'It looks into every place of the data map (emas privacy map) that has accounts in it. Browsers and the memory of a running app cannot be looked into from here; the summary names what was not. What the app itself keeps of its members is for the app to add.',
      'Names stand in the history of your shell and, while the command runs, in the list of processes.',
    ],
  }).action(runExport);
}

async function runExport(given: string | undefined, flags: SubjectFlags): Promise<void> {
  const found = await subjectOf(given, flags);
  const { json, format, language } = flags;
  if (json === true || format === 'json') process.stdout.write(`${jsonText(found)}\n`);
  else if (format === 'csv') process.stdout.write(csvOf(found));
  else process.stdout.write(subjectSummary(found, language));
}

/** @throws EmasError `ERR_EMAS_LOG_KEY` without a key, `ERR_EMAS_SUBJECT_UNREAD` where something was not read. */
async function subjectOf(given: string | undefined, flags: SubjectFlags): Promise<SubjectData> {
  const { versions, data } = foundNotice(given);
  const keys = readKeys(flags.keyFile, { ...process.env, EMAS_DATA: data });
  if (keys.length === 0) {
    throw new EmasError('ERR_EMAS_LOG_KEY', 'There is no key to find the account with.', {
      help: KEY_HELP,
    });
  }
  // What was kept when something was on that is off now stays for its time.
  const places = versions.flatMap((version) => version.places);
  const map = [...new Map(places.map((place) => [JSON.stringify(place), place])).values()];
  return withStores(
    { ...flags, data, map },
    (stores) =>
      subjectSearch(flags.account ?? '', { ...stores, map, app: versions[0].app, data, keys }),
    unread,
  );
}

function unread(cause: unknown): EmasError {
  const reason = String(cause).replace(/^(?:Error: )+/, '');
  return new EmasError('ERR_EMAS_SUBJECT_UNREAD', `Something could not be read: ${reason}.`, {
    cause,
    help: 'See that ClickHouse and Redis run and the data folder may be read; then run it again.',
  });
}

function csvOf({ places, unseen }: SubjectData): string {
  const rows = places.flatMap(({ place, items }) =>
    items.map(({ where, item }) => [place.id, place.kind, where, textOf(item)]),
  );
  const notSeen = unseen.map(({ id, kind, where }) => [id, kind, where, '(not looked into)']);
  return [['place', 'kind', 'where', 'item'], ...rows, ...notSeen]
    .map((row) => `${csvRow(row)}\n`)
    .join('');
}

function textOf(item: unknown): string {
  return typeof item === 'string' ? item : jsonText(item);
}
