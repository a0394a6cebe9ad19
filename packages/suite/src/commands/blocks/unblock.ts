import { userInfo } from 'node:os';
import { EmasError } from '@emas/errors';
import { visibleText } from '@emas/logging/internal';
import type { Command } from 'commander';
import { withHelp } from '../help-text.ts';
import { jsonOption, jsonText } from '../json-output.ts';
import { BLOCK_TIMES, useBlocks, withBlockList } from './block-list.ts';
import type { BlockListFlags } from './block-list.ts';

interface UnblockFlags extends BlockListFlags {
  readonly by?: string;
  readonly json?: boolean;
}

/** `emas unblock NETWORK`: lets it in before its time is over. */
export function unblockCommand(command: Command): Command {
  command
    .description('Removes a block before it expires.')
    .argument('<network>', 'as emas blocks lists it')
    .option('--by <name>', 'who you are (default: your user name)')
    .addOption(jsonOption('the removed block'));
  return withHelp(withBlockList(command), {
    examples: [
      'emas unblock 198.51.100.0/24',
      'emas unblock 2001:db8:1::/48 --by aisyah --redis redis://127.0.0.1:6379',
    ],
    notes: ['Apps see it within two seconds.'],
  }).action(runUnblock);
}

async function runUnblock(prefix: string, flags: UnblockFlags): Promise<void> {
  const by = flags.by ?? userInfo().username;
  const block = await useBlocks(flags, (blocks) => blocks.remove(prefix, by));
  // A slip in the network would leave somebody out, and look as if it were done.
  if (block === undefined) {
    throw new EmasError('ERR_EMAS_LOGIN_BLOCK_UNKNOWN', `${prefix} was not blocked.`, {
      help: 'Name the network as emas blocks lists it.',
    });
  }
  process.stdout.write(
    flags.json === true
      ? `${jsonText(block, BLOCK_TIMES)}\n`
      : `${visibleText(block.prefix)} is no longer blocked.\n`,
  );
}
