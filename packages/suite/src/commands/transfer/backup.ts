import { backup, connect } from '@emas/clickhouse';
import { backupPath } from '@emas/clickhouse/internal';
import type { BackupSummary } from '@emas/clickhouse';
import type { Command } from 'commander';
import { bytesText, counted } from '../amounts.ts';
import { existingEngine } from '../engine-at.ts';
import { withHelp } from '../help-text.ts';
import { jsonOption, jsonText } from '../json-output.ts';
import { writeLine } from '../write-line.ts';

interface BackupFlags {
  readonly data?: string;
  readonly json?: boolean;
}

/** `emas backup FILE` */
export function backupCommand(command: Command): Command {
  command
    .description(
      'Writes all figures of the embedded engine into one file, while the app keeps running. The file appears when it is complete.',
    )
    .argument('<file>', 'to write; ends with .tar.zst')
    .option('--data <folder>', 'of the engine (default: clickhouse in EMAS_DATA)')
    .addOption(jsonOption('what was written'));
  return withHelp(command, {
    examples: [
      'emas backup figures.tar.zst',
      'emas backup /backup/figures-$(date +%F).tar.zst --data ./data/emas',
    ],
    notes: [
      'Figures that wait in the spool are not included; the app sends them to the engine when it runs. Logs, keys and blocks are files in the data folder: copy those as well.',
      'A ClickHouse server writes its own backups: BACKUP DATABASE … TO …',
    ],
  }).action(runBackup);
}

async function runBackup(file: string, { data, json }: BackupFlags): Promise<void> {
  // Before an engine is started for nothing.
  const path = backupPath(file);
  const client = connect({ embedded: existingEngine(data) });
  try {
    const summary = await backup(client, path);
    await writeLine(json === true ? jsonText(summary) : summaryText(summary));
  } finally {
    await client.close();
  }
}

function summaryText({ file, rows, bytes }: BackupSummary): string {
  return `${file}: ${counted(rows, 'row')}, ${bytesText(bytes)}`;
}
