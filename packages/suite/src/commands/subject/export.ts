import { Option } from 'commander';
import type { Command } from 'commander';
import { subjectSearch } from '../../subject/subject-search.ts';
import type { SubjectData } from '../../subject/subject-data.ts';
import { csvRow } from '../csv.ts';
import { withHelp } from '../help-text.ts';
import { jsonText } from '../json-output.ts';
import { withSubject, withSubjectOptions } from './subject-sources.ts';
import type { SubjectFlags } from './subject-sources.ts';
import { subjectSummary } from './summary.ts';

interface ExportFlags extends SubjectFlags {
  readonly format: 'text' | 'csv' | 'json';
}

/** `emas subject export [DATA]` */
export function exportCommand(command: Command): Command {
  withSubjectOptions(command)
    .description(
      'Finds all data about an account: sessions, log lines, rows, keys. For requests under PDPA 2010, s 30, or GDPR, Art. 15.',
    )
    .addOption(
      new Option('--format <format>', 'a summary, a table for spreadsheets, or all as JSON')
        .choices(['text', 'csv', 'json'])
        .default('text'),
    )
    .option('--json', 'the same as --format json');
  return withHelp(command, {
    examples: [
      'emas subject export --account ali',
      'emas subject export --account ali --json > ali.json',
      'emas subject export ./data/emas --account ali --format csv --language ms > ali.csv',
    ],
    notes: [
      'It searches every place in the data map (emas privacy map) that contains accounts. It cannot search browsers or the memory of a running app; the summary lists what was not searched. The app must add its own data about its members.',
      'The name is visible in your shell history and, while the command runs, in the process list.',
    ],
  }).action(runExport);
}

async function runExport(given: string | undefined, flags: ExportFlags): Promise<void> {
  const found = await withSubject(given, flags, subjectSearch);
  const { json, format, language } = flags;
  if (json === true || format === 'json') process.stdout.write(`${jsonText(found)}\n`);
  else if (format === 'csv') process.stdout.write(csvOf(found));
  else process.stdout.write(subjectSummary(found, language));
}

function csvOf({ places, unseen }: SubjectData): string {
  const rows = places.flatMap(({ place, items }) =>
    items.map(({ where, item }) => [place.id, place.kind, where, textOf(item)]),
  );
  const notSeen = unseen.map(({ id, kind, where }) => [id, kind, where, '(not searched)']);
  return [['place', 'kind', 'where', 'item'], ...rows, ...notSeen]
    .map((row) => `${csvRow(row)}\n`)
    .join('');
}

function textOf(item: unknown): string {
  return typeof item === 'string' ? item : jsonText(item);
}
