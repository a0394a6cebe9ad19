import type { Block, Sentence } from './blocks.ts';

/** As CommonMark, tables as GitHub has them. */
export function markdown(blocks: readonly Block[]): string {
  return `${blocks.map(blockMarkdown).join('\n\n')}\n`;
}

function blockMarkdown(block: Block): string {
  if (block.block === 'heading') return `${'#'.repeat(block.level)} ${escaped(block.text)}`;
  if (block.block === 'paragraph') return sentenceMarkdown(block.sentence);
  if (block.block === 'list') {
    return block.items.map((item) => `- ${sentenceMarkdown(item)}`).join('\n');
  }
  const row = (cells: readonly string[]): string => `| ${cells.map(escaped).join(' | ')} |`;
  const { heads, rows } = block;
  return [row(heads), row(heads.map(() => '---')), ...rows.map(row)].join('\n');
}

function sentenceMarkdown({ lead, text, link }: Sentence): string {
  const about = lead === undefined ? '' : `**${escaped(lead)}**, `;
  if (link === undefined) return about + escaped(text);
  return `${about}${escaped(text)} [${escaped(link.text)}](<${link.href}>)`;
}

/** Names of places have signs in them that mean something in Markdown. */
function escaped(text: string): string {
  return text.replaceAll(/[\\`*_[\]<>|]/g, String.raw`\$&`).replaceAll('\n', ' ');
}
