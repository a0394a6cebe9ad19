import { connect, restore } from '@emas/clickhouse';
import { restorePath } from '@emas/clickhouse/internal';
import type { Command } from 'commander';
import { counted } from '../amounts.ts';
import { engineFolder } from '../engine-at.ts';
import { withHelp } from '../help-text.ts';
import { jsonOption, jsonText } from '../json-output.ts';
import { writeLine } from '../write-line.ts';

interface RestoreFlags {
  readonly data?: string;
  readonly json?: boolean;
}

/** `emas restore FILE` */
export function restoreCommand(command: Command): Command {
  command
    .description('Restores what emas backup wrote into an embedded engine without figures.')
    .argument('<file>', 'that emas backup wrote')
    .option('--data <folder>', 'of the engine (default: clickhouse in EMAS_DATA)')
    .addOption(jsonOption('what was restored'));
  return withHelp(command, {
    examples: ['emas restore figures.tar.zst', 'emas restore figures.tar.zst --data ./data/emas'],
    notes: [
      'Stop the app first, and move the folder of the old engine away: nothing is overwritten. A backup of a newer release needs that release.',
    ],
  }).action(runRestore);
}

async function runRestore(file: string, { data, json }: RestoreFlags): Promise<void> {
  // Before an engine makes its folder for nothing.
  const path = restorePath(file);
  const client = connect({ embedded: engineFolder(data) });
  try {
    const summary = await restore(client, path);
    await writeLine(
      json === true ? jsonText(summary) : `${counted(summary.rows, 'row')} of ${summary.file}`,
    );
  } finally {
    await client.close();
  }
}
