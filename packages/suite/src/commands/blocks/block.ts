import { userInfo } from 'node:os';
import { visibleText } from '@emas/logging/internal';
import type { Command } from 'commander';
import { withHelp } from '../help-text.ts';
import { jsonOption, jsonText } from '../json-output.ts';
import { missingOption } from '../missing-option.ts';
import { readDuration } from '../time-argument.ts';
import { minuteOf } from '../time-text.ts';
import { BLOCK_TIMES, useBlocks, withBlockList } from './block-list.ts';
import type { BlockListFlags } from './block-list.ts';

interface BlockFlags extends BlockListFlags {
  readonly for?: number;
  readonly reason?: string;
  readonly by?: string;
  readonly incident?: string;
  readonly json?: boolean;
}

const FOR = '--for <time>';
const REASON = '--reason <text>';

/** `emas block NETWORK`: keeps a network out, for a while. */
export function blockCommand(command: Command): Command {
  command
    .description(
      'Blocks a network, or extends its block. Addresses on the app’s allow list still get in.',
    )
    .argument('<network>', '198.51.100.0/24, 2001:db8:1::/48, or one address')
    .option(FOR, '10m, 2h, 7d, 2w; 30d at most (required)', readDuration)
    .option(REASON, 'why; shown in the list of blocks (required)')
    .option('--by <name>', 'who you are (default: your user name)')
    .option('--incident <id>', 'the incident that this block responds to')
    .addOption(jsonOption('the block'));
  return withHelp(withBlockList(command), {
    examples: [
      'emas block 198.51.100.0/24 --for 2h --reason spraying',
      'emas block 203.0.113.9 --for 1d --reason "password guessing" --redis redis://127.0.0.1:6379',
      'emas block 2001:db8:1::/48 --for 7d --reason "incident 4c0f2a" --file ./data/blocks.json',
    ],
    notes: ['Apps see it within two seconds.'],
  }).action(runBlock);
}

async function runBlock(prefix: string, flags: BlockFlags, command: Command): Promise<void> {
  const { incident, by = userInfo().username } = flags;
  const { for: duration = missingOption(command, FOR), reason = missingOption(command, REASON) } =
    flags;
  const block = await useBlocks(flags, (blocks) =>
    blocks.add({
      prefix,
      duration,
      reason,
      by,
      ...(incident === undefined ? {} : { incident }),
    }),
  );
  process.stdout.write(
    flags.json === true
      ? `${jsonText(block, BLOCK_TIMES)}\n`
      : `${visibleText(block.prefix)} is blocked until ${minuteOf(block.until)} UTC.\n`,
  );
}
