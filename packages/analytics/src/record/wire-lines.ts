import { randomInt } from 'node:crypto';
import { listed } from '../listed-text.ts';
import { NONE } from './hit-columns.ts';
import type { HitColumns } from './hit-columns.ts';
import type { HitRow, LeftOutRow, TakenRows } from './open-rows.ts';
import { RowBytes } from './row-bytes.ts';

/** What `randomInt()` takes at most. */
const LARGEST_BATCH = 2 ** 48 - 1;
const BLANK = 0x20;
/** Of a hit that is alone in its row. */
const USUAL_BYTES = 256;
const NOTHING = Buffer.alloc(0);
/** Between two pages, as JSON writes a tab. */
const TAB = Buffer.from(String.raw`\t`);
const NEXT_COLUMN = Buffer.from('","');

/** Whose rows they are. */
export interface RowOwner {
  readonly app: string;
  /** The import that they come from; '' for what is counted live. */
  readonly origin: string;
}

/**
 * Rows of `emas_open` as JSON arrays (`JSONCompactEachRow`) in UTF-8, by hand: a batch has thousands of them, and
 * the values of a visit were written once when it began.
 */
export function wireLines(owner: RowOwner, { groups, hits, leftOut }: TakenRows): Buffer[] {
  const head = `[${JSON.stringify(owner.app)},${JSON.stringify(owner.origin)},${randomInt(LARGEST_BATCH)},"`;
  const writer = new HitWriter(hits);
  const lines: Buffer[] = [];
  for (const group of groups) {
    const start = `${head}${group.day}","${group.kind}","${group.hour}",`;
    for (const row of group.rows.values()) lines.push(writer.row(start, row));
  }
  for (const row of leftOut) lines.push(Buffer.from(head + leftOutLine(row)));
  return lines;
}

class HitWriter {
  readonly #columns: HitColumns['columns'];
  /** Pages as they stand between the quotes of a JSON string, by their numbers. */
  readonly #texts: readonly Buffer[];
  readonly #bytes: RowBytes;
  /** Hits of a row, the last one first. */
  readonly #places: Int32Array;

  constructor({ columns, pageTexts, size }: HitColumns) {
    this.#columns = columns;
    this.#texts = pageTexts.map((page) => Buffer.from(JSON.stringify(listed(page)).slice(1, -1)));
    this.#places = new Int32Array(size);
    this.#bytes = new RowBytes(size * USUAL_BYTES);
  }

  row(start: string, { values, last }: HitRow): Buffer {
    const { pages, leftPages, keys, steps, seconds } = this.#columns;
    const bytes = this.#bytes;
    const hits = this.#placesFrom(last);
    bytes.text(`${start}${values.json},"`);
    this.#pages(pages, hits);
    bytes.bytes(NEXT_COLUMN);
    this.#pages(leftPages, hits);
    for (const column of [keys, steps, seconds]) {
      bytes.bytes(NEXT_COLUMN);
      this.#numbers(column, hits);
    }
    bytes.text('"]');
    return bytes.row();
  }

  #placesFrom(last: number): Int32Array {
    const { before } = this.#columns;
    let hits = 0;
    for (let at = last; at !== NONE; at = before[at] ?? NONE) this.#places[hits++] = at;
    return this.#places.subarray(0, hits);
  }

  #pages(column: Uint32Array, hits: Int32Array): void {
    for (let index = 0; index < hits.length; index += 1) {
      if (index > 0) this.#bytes.bytes(TAB);
      this.#bytes.bytes(this.#texts[column[hits[index] ?? 0] ?? 0] ?? NOTHING);
    }
  }

  #numbers(column: HitColumns['columns']['keys' | 'steps' | 'seconds'], hits: Int32Array): void {
    for (let index = 0; index < hits.length; index += 1) {
      if (index > 0) this.#bytes.byte(BLANK);
      this.#bytes.number(column[hits[index] ?? 0] ?? 0);
    }
  }
}

function leftOutLine({ day, reason, name, requests }: LeftOutRow): string {
  return `${day}","left_out","",${JSON.stringify(name)},"${reason}","","","","${requests}"]`;
}
