import { connect } from '@emas/clickhouse';
import { EmasError } from '@emas/errors';
import { accountName } from '@emas/events/internal';
import { Option } from 'commander';
import type { Command } from 'commander';
import { subjectSearch } from '../../subject/subject-search.ts';
import type { SubjectData } from '../../subject/subject-data.ts';
import { clickhouseAway } from '../clickhouse-away.ts';
import { csvRow } from '../csv.ts';
import type { EngineFlags } from '../engine-at.ts';
import { existingFigures, placeOptions } from '../figures-options.ts';
import { withHelp } from '../help-text.ts';
import { jsonText } from '../json-output.ts';
import { KEY_HELP, keyFileOption, readKeys } from '../logs/log-keys.ts';
import { dataArgument, foundNotice, languageOption } from '../privacy/notice-file.ts';
import type { TextFlags } from '../privacy/notice-file.ts';
import { connectedRedis } from '../redis-at.ts';
import { secretSetting } from '../where.ts';
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

/** @throws EmasError `ERR_EMAS_SUBJECT_ACCOUNT` and `ERR_EMAS_LOG_KEY` without name or key, `ERR_EMAS_SUBJECT_UNREAD` where something was not read. */
async function subjectOf(given: string | undefined, flags: SubjectFlags): Promise<SubjectData> {
  const { versions, data } = foundNotice(given);
  const { account = '', url, engine = data } = flags;
  if (accountName(account) === '') {
    throw new EmasError('ERR_EMAS_SUBJECT_ACCOUNT', 'Whose data is not said.', {
      help: 'Give the user name: --account NAME.',
    });
  }
  const keys = readKeys(flags.keyFile, { EMAS_DATA: data, ...process.env });
  if (keys.length === 0) {
    throw new EmasError('ERR_EMAS_LOG_KEY', 'There is no key to find the account with.', {
      help: KEY_HELP,
    });
  }
  const map = versions[0].places;
  const server = flags.redis ?? secretSetting(process.env, 'EMAS_REDIS_URL', 'REDIS_URL');
  const redis = server === undefined ? undefined : await connectedRedis(server);
  const client = connect(existingFigures(url === undefined ? { data: engine } : { url }));
  try {
    return await subjectSearch(account, { map, data, keys, client, redis });
  } catch (cause) {
    if (cause instanceof EmasError) throw cause;
    throw clickhouseAway('ERR_EMAS_SUBJECT_UNREAD', cause);
  } finally {
    await client.close();
    redis?.destroy();
  }
}

function csvOf({ places }: SubjectData): string {
  const rows = places.flatMap(({ place, items }) =>
    items.map(({ where, item }) => [place.id, place.kind, where, textOf(item)]),
  );
  return [['place', 'kind', 'where', 'item'], ...rows].map((row) => `${csvRow(row)}\n`).join('');
}

function textOf(item: unknown): string {
  return typeof item === 'string' ? item : jsonText(item);
}
