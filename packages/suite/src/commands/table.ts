import { visibleText } from '@emas/logging/internal';

/** A column of a table. */
export interface Column {
  readonly heading: string;
  /** Numbers stand below one another. @default 'left' */
  readonly align?: 'left' | 'right';
  /** Whether it is cut where the terminal is too narrow; one column of a table. */
  readonly elastic?: boolean;
  /** Left out where the terminal is too narrow, the lowest first. @default never */
  readonly spare?: number;
}

interface TableOptions {
  /** Of the place that it is drawn in. @default the terminal's; without end elsewhere */
  readonly width?: number;
  /** Spaces before each line. @default 0 */
  readonly indent?: number;
  /** Whether the first line names the columns. @default true */
  readonly headings?: boolean;
}

const GAP = '  ';
const NARROWEST = 8;

/** What is piped on is for a program, or for a wider window. */
export function terminalWidth(): number {
  const { isTTY, columns } = process.stdout;
  return isTTY ? columns : Infinity;
}

/**
 * Lines of aligned columns, each ended by a line feed. The content of a cell is shown and never obeyed.
 */
export function table(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  options: TableOptions = {},
): string {
  const { width = terminalWidth(), indent = 0, headings = true } = options;
  const cells = rows.map((row) => row.map(visibleText));
  const all = headings ? [columns.map(({ heading }) => heading), ...cells] : cells;
  const widths = columns.map((_, at) => Math.max(0, ...all.map((row) => widthOf(row[at] ?? ''))));
  const shown = fittingColumns(columns, widths, width - indent);
  const elastic = columns.findIndex((column) => column.elastic === true);
  const excess = usedBy(shown, widths) - (width - indent);
  const own = widths[elastic];
  if (own !== undefined && excess > 0) {
    widths[elastic] = Math.min(own, Math.max(NARROWEST, own - excess));
  }
  const line = (row: readonly string[]): string =>
    shown
      .map((at) => cell(row[at] ?? '', widths[at] ?? 0, columns[at]?.align === 'right'))
      .join(GAP)
      .trimEnd();
  return all.map((row) => `${' '.repeat(indent)}${line(row)}\n`).join('');
}

/** Which columns are shown: those that can be spared go until the rest fits. */
function fittingColumns(
  columns: readonly Column[],
  widths: readonly number[],
  room: number,
): readonly number[] {
  const shown = new Set(columns.keys());
  const spared = [...columns.entries()]
    .filter(([, { spare }]) => spare !== undefined)
    .toSorted(([, { spare: left = 0 }], [, { spare: right = 0 }]) => left - right);
  for (const [at] of spared) {
    if (usedBy([...shown], widths) > room) shown.delete(at);
  }
  return [...shown];
}

function usedBy(shown: readonly number[], widths: readonly number[]): number {
  return shown.reduce((sum, at) => sum + (widths[at] ?? 0), GAP.length * (shown.length - 1));
}

function cell(text: string, width: number, isRight: boolean): string {
  const fitting = cutTo(text, width);
  const space = ' '.repeat(width - widthOf(fitting));
  return isRight ? `${space}${fitting}` : `${fitting}${space}`;
}

/** A text that takes no more columns than there are. */
export function cutTo(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  let kept = '';
  let left = width - 1;
  for (const character of text) {
    left -= widthOf(character);
    if (left < 0) break;
    kept += character;
  }
  return `${kept}…`;
}

const NONE = /[\p{Mn}\p{Me}\u200b-\u200d]/u;
/** Scripts and signs that terminals give two columns to (UAX 11, by and large). */
const WIDE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\uff01-\uff60]/u;

/** Columns that a text takes on a terminal. */
export function widthOf(text: string): number {
  // oxlint-disable-next-line no-control-regex
  if (/^[\x20-\x7e]*$/.test(text)) return text.length;
  let width = 0;
  for (const character of text) {
    if (NONE.test(character)) continue;
    width += WIDE.test(character) ? 2 : 1;
  }
  return width;
}

/** Text in lines that fit the terminal, each behind so many spaces, each ended by a line feed. */
export function wrapped(text: string, indent: number, width: number = terminalWidth()): string {
  const room = Math.max(NARROWEST * 2, width - indent);
  const lines: string[] = [];
  let line = '';
  for (const word of visibleText(text).split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && widthOf(longer) > room) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line].map((one) => `${' '.repeat(indent)}${one}\n`).join('');
}
