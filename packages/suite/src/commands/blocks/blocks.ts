import type { Block } from '@emas/login-guard';
import type { Command } from 'commander';
import { withHelp } from '../help-text.ts';
import { jsonOption, jsonText } from '../json-output.ts';
import { table } from '../table.ts';
import type { Column } from '../table.ts';
import { minuteOf, spanOf } from '../time-text.ts';
import { BLOCK_TIMES, useBlocks, withBlockList } from './block-list.ts';
import type { BlockListFlags } from './block-list.ts';

interface BlocksFlags extends BlockListFlags {
  readonly json?: boolean;
}

/** `emas blocks`: which networks are kept out, by whom, why and until when. */
export function blocksCommand(command: Command): Command {
  command
    .description('Lists the blocked networks: since when, by whom and why.')
    .addOption(jsonOption('them'));
  return withHelp(withBlockList(command), {
    examples: [
      'emas blocks',
      'emas blocks --redis redis://127.0.0.1:6379',
      "emas blocks --file ./data/blocks.json --json | jq '.[].prefix'",
    ],
  }).action(runBlocks);
}

async function runBlocks(flags: BlocksFlags): Promise<void> {
  const all = await useBlocks(flags, (blocks) => blocks.list());
  process.stdout.write(flags.json === true ? `${jsonText(all, BLOCK_TIMES)}\n` : listText(all));
}

const COLUMNS: readonly Column[] = [
  { heading: 'network' },
  { heading: 'ends in' },
  { heading: 'since (UTC)' },
  { heading: 'by' },
  { heading: 'incident' },
  { heading: 'reason', elastic: true },
];

function listText(blocks: readonly Block[]): string {
  if (blocks.length === 0) return 'Nothing is blocked.\n';
  const now = Date.now();
  const rows = blocks.map(({ prefix, until, since, by, reason, incident = '' }) => {
    return [prefix, spanOf(until - now), minuteOf(since), by, incident, reason];
  });
  return table(COLUMNS, rows);
}
