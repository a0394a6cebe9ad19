import { randomInt } from 'node:crypto';
import { listed } from '../listed-text.ts';
import { NONE } from './hit-columns.ts';
import type { HitColumns } from './hit-columns.ts';
import type { HitRow, LeftOutRow, TakenRows } from './open-rows.ts';

/** What `randomInt()` takes at most. */
const LARGEST_BATCH = 2 ** 48 - 1;

/** Whose rows they are. */
export interface RowOwner {
  readonly app: string;
  /** The import that they come from; '' for what is counted live. */
  readonly origin: string;
}

/**
 * Rows of `emas_open` as JSON arrays (`JSONCompactEachRow`), by hand: a batch has thousands of them, and the
 * values of a visit were written once when it began.
 */
export function wireLines(owner: RowOwner, { groups, hits, leftOut }: TakenRows): string[] {
  const head = `[${JSON.stringify(owner.app)},${JSON.stringify(owner.origin)},${randomInt(LARGEST_BATCH)},"`;
  const texts = new PageTexts();
  const lines: string[] = [];
  for (const group of groups) {
    const start = `${head}${group.day}","${group.kind}","${group.hour}",`;
    for (const row of group.rows.values()) lines.push(start + hitsOf(row, hits, texts));
  }
  for (const row of leftOut) lines.push(head + leftOutLine(row));
  return lines;
}

/** Of few pages, which are written often: as they stand between the quotes of a JSON string. */
class PageTexts {
  readonly #known = new Map<string, string>();

  of(page: string): string {
    let text = this.#known.get(page);
    if (text === undefined) {
      text = JSON.stringify(listed(page)).slice(1, -1);
      this.#known.set(page, text);
    }
    return text;
  }
}

function hitsOf({ values, last }: HitRow, hits: HitColumns, texts: PageTexts): string {
  const pages: string[] = [];
  const left: string[] = [];
  const keys: number[] = [];
  const steps: number[] = [];
  const seconds: number[] = [];
  for (let at = last; at !== NONE; at = hits.before[at] ?? NONE) {
    pages.push(texts.of(hits.pages[at] ?? ''));
    left.push(texts.of(hits.leftPages[at] ?? ''));
    keys.push(hits.keys[at] ?? 0);
    steps.push(hits.steps[at] ?? 0);
    seconds.push(hits.seconds[at] ?? 0);
  }
  const told = [pages.join('\\t'), left.join('\\t')];
  const numbers = [keys, steps, seconds].map((list) => list.join(' '));
  return `${values.json},"${[...told, ...numbers].join('","')}"]`;
}

function leftOutLine({ day, reason, name, requests }: LeftOutRow): string {
  return `${day}","left_out","",${JSON.stringify(name)},"${reason}","","","","${requests}"]`;
}
