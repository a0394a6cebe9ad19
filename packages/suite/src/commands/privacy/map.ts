import { WORDS, keptText, subjectText } from '@emas/privacy/internal';
import type { Command } from 'commander';
import { withHelp } from '../help-text.ts';
import { jsonOption, jsonText } from '../json-output.ts';
import { table } from '../table.ts';
import type { Column } from '../table.ts';
import { dataArgument, foundNotice } from './notice-file.ts';

interface MapFlags {
  readonly json?: boolean;
}

const COLUMNS: readonly Column[] = [
  { heading: 'what', spare: 2 },
  { heading: 'kind' },
  { heading: 'where' },
  { heading: 'holds', elastic: true },
  { heading: 'kept' },
  { heading: 'read by', spare: 1 },
];

/** `emas privacy map [DATA]` */
export function mapCommand(command: Command): Command {
  command
    .description(
      'Lists every place where the app keeps data about visitors, or to which it sends them.',
    )
    .addArgument(dataArgument())
    .addOption(jsonOption('the list'));
  return withHelp(command, {
    examples: [
      'emas privacy map',
      'emas privacy map ./data/emas --json | jq \'.places[] | select(.holds[] == "address") | .where\'',
    ],
    notes: [
      'The app wrote this map when it began to listen. In names, <hash> stands for 16 or more letters and digits, and anything else in angle brackets for any text.',
    ],
  }).action(runMap);
}

function runMap(given: string | undefined, { json }: MapFlags): void {
  const [{ version, since, places }] = foundNotice(given).versions;
  if (json === true) {
    process.stdout.write(`${jsonText({ version, since, places })}\n`);
    return;
  }
  const rows = places.map((place) => [
    subjectText(place, WORDS.en, 'en'),
    place.kind,
    place.where,
    place.holds.join(', '),
    keptText(place.kept, WORDS.en, 'en'),
    place.recipient?.name ?? place.readers.join(', '),
  ]);
  process.stdout.write(`${table(COLUMNS, rows)}\n${places.length} places, since ${since}.\n`);
}
