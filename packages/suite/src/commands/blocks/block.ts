import { userInfo } from 'node:os';
import { visibleText } from '@emas/logging';
import { Command, InvalidArgumentError } from 'commander';
import { useBlocks, withBlockList } from './block-list.ts';
import type { BlockListFlags } from './block-list.ts';

interface BlockFlags extends BlockListFlags {
  readonly for: number;
  readonly reason: string;
  readonly by?: string;
  readonly incident?: string;
}

const EXAMPLES = `
Examples:
  emas block 198.51.100.0/24 --for 2h --reason spraying --redis redis://127.0.0.1:6379
  emas block 2001:db8:1::/48 --for 7d --reason "incident 4c0f2a" --file ./data/blocks.json`;

/** `emas block NETWORK`: keeps a network out, for a while. */
export function blockCommand(): Command {
  return withBlockList(
    new Command('block')
      .summary('keep a network out for a while')
      .description('Blocks a network, or makes its block last longer. What the app allows gets in.')
      .argument('<network>', '198.51.100.0/24, 2001:db8:1::/48, or one address')
      .requiredOption('--for <time>', '10m, 2h, 7d; 30d at most', readDuration)
      .requiredOption('--reason <text>', 'for those who find it in the list')
      .option('--by <name>', 'who you are (default: your user name)')
      .option('--incident <id>', 'that it answers'),
  )
    .addHelpText('after', EXAMPLES)
    .action(runBlock);
}

async function runBlock(prefix: string, flags: BlockFlags): Promise<void> {
  const { reason, incident, by = userInfo().username } = flags;
  const block = await useBlocks(flags, (blocks) =>
    blocks.add({
      prefix,
      duration: flags.for,
      reason,
      by,
      ...(incident === undefined ? {} : { incident }),
    }),
  );
  const until = new Date(block.until).toISOString().slice(0, 16).replace('T', ' ');
  process.stdout.write(`${block.prefix} is blocked until ${until} UTC.\n`);
}

/** `emas unblock NETWORK`. */
export function unblockCommand(): Command {
  return withBlockList(
    new Command('unblock')
      .summary('let a blocked network in again')
      .argument('<network>', 'as it stands in the list of emas blocks')
      .option('--by <name>', 'who you are (default: your user name)'),
  ).action(async (prefix: string, flags: BlockListFlags & { readonly by?: string }) => {
    const by = flags.by ?? userInfo().username;
    const block = await useBlocks(flags, (blocks) => blocks.remove(prefix, by));
    if (block === undefined) {
      process.stderr.write(`${visibleText(prefix)} was not blocked.\n`);
      process.exitCode = 1;
    } else process.stdout.write(`${block.prefix} is let in again.\n`);
  });
}

const UNIT_MS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

function readDuration(text: string): number {
  const [, count, unit = ''] = /^(\d{1,5})([mhd])$/.exec(text) ?? [];
  const length = UNIT_MS[unit];
  if (count !== undefined && length !== undefined) return Number(count) * length;
  throw new InvalidArgumentError('A time, please: 10m, 2h or 7d.');
}
