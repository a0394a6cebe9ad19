import { visibleText } from '@emas/logging';
import type { Block } from '@emas/login-guard';
import { Command } from 'commander';
import { useBlocks, withBlockList } from './block-list.ts';
import type { BlockListFlags } from './block-list.ts';

const EXAMPLES = `
Examples:
  emas blocks --redis redis://127.0.0.1:6379
  emas blocks --file ./data/blocks.json --json | jq '.[].prefix'`;

/** `emas blocks`: which networks are kept out, by whom, why and until when. */
export function blocksCommand(): Command {
  return withBlockList(
    new Command('blocks')
      .summary('list the networks that are kept out')
      .option('--json', 'print them as JSON'),
  )
    .addHelpText('after', EXAMPLES)
    .action(async (flags: BlockListFlags & { readonly json?: boolean }) => {
      const all = await useBlocks(flags, (blocks) => blocks.list());
      process.stdout.write(flags.json === true ? `${JSON.stringify(all)}\n` : table(all));
    });
}

const HEADINGS = ['network', 'ends in', 'since (UTC)', 'by', 'incident', 'reason'];

function table(blocks: readonly Block[]): string {
  if (blocks.length === 0) return 'Nothing is blocked.\n';
  const rows = blocks.map(({ prefix, until, since, by, reason, incident = '' }) => [
    prefix,
    span(until - Date.now()),
    new Date(since).toISOString().slice(0, 16).replace('T', ' '),
    visibleText(by),
    visibleText(incident),
    visibleText(reason),
  ]);
  const all = [HEADINGS, ...rows];
  const widths = HEADINGS.map((_, column) =>
    Math.max(...all.map((row) => row[column]?.length ?? 0)),
  );
  return all
    .map((row) =>
      row
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .map((line) => `${line}\n`)
    .join('');
}

/** `2 d 3 h`, `2 h 10 min`, `5 min`: the two units that say most. */
function span(milliseconds: number): string {
  const minutes = Math.max(1, Math.ceil(milliseconds / 60_000));
  const parts: [number, string][] = [
    [Math.floor(minutes / 1440), 'd'],
    [Math.floor(minutes / 60) % 24, 'h'],
    [minutes % 60, 'min'],
  ];
  const first = parts.findIndex(([count]) => count > 0);
  return parts
    .slice(first, first + 2)
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${unit}`)
    .join(' ');
}
