import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { randomFrom } from '../../../test/runner/random-from.js';
import { SEED } from '../../../test/runner/repetition.ts';
import type { DatedHit } from '../src/hit.ts';
import { HitColumns } from '../src/record/hit-columns.ts';
import { OpenRows } from '../src/record/open-rows.ts';
import type { TakenRows } from '../src/record/open-rows.ts';
import { wireLines } from '../src/record/wire-lines.ts';
import type { TrackedHit } from '../src/visit/advance-visit.ts';
import { Visit } from '../src/visit/visit.ts';
import type { VisitValues } from '../src/visit/visit-values.ts';

const DAY = '2026-11-29';
const OWNER = { app: 'portal "a"', origin: '' };
const LARGEST_KEY = 2 ** 53 - 1;

interface Added {
  readonly values: number;
  readonly page: string;
  readonly leftPage: string;
  readonly key: number;
  readonly step: number;
  readonly duration: number;
}

function trackedHit({ values: id, step, ...hit }: Added): TrackedHit {
  const values: VisitValues = { id, json: JSON.stringify(`values ${id} é\t`) };
  const visit = new Visit({ values, day: DAY, key: hit.key, time: 0, page: hit.page });
  const firstOfPage = step % 2 === 1;
  return { ...hit, visit, starts: false, firstOfPage, secondHit: step >= 2 };
}

function add(rows: OpenRows, hit: Added): void {
  const dated = { hit: {} as DatedHit['hit'], page: hit.page, day: DAY, hour: '10' };
  rows.add(trackedHit(hit), dated);
}

/** What the rows say, hit by hit, by the number of their values. */
function told(lines: readonly Buffer[]): Map<number, Added[]> {
  const rows = lines.map((line) => JSON.parse(line.toString()) as string[]);
  return new Map(
    rows.map((row) => {
      const values = Number(/^values (\d+) é\t$/.exec(row[6] ?? '')?.[1]);
      const pages = row[7]?.split('\t') ?? [];
      const left = row[8]?.split('\t') ?? [];
      const [keys = [], steps = [], seconds = []] = row.slice(9).map((text) => text.split(' '));
      const hits = pages.map((page, at) => ({
        ...{ values, page, leftPage: left[at] ?? '?', key: Number(keys[at]) },
        ...{ step: Number(steps[at]), duration: Number(seconds[at]) },
      }));
      return [values, hits];
    }),
  );
}

describe(`rows that are drained (SEED=${SEED})`, () => {
  const random = randomFrom(SEED);
  const pages = ['', '/', '/päge "one"', '/\u{1f600}\\', `/${'long/'.repeat(100)}`, '/\uffff'];
  const pageAt = (): string => pages[Math.floor(random() * pages.length)] ?? '';
  const keys = [0, 9, 10, 99_999_999, 100_000_000, 2_147_483_648, LARGEST_KEY - 1, LARGEST_KEY];
  const hitAt = (at: number): Added => ({
    // One row of many hits, and many of few.
    values: random() < 0.5 ? 1 : 2 + Math.floor(random() * 400),
    page: pageAt(),
    leftPage: pageAt(),
    key: keys[at] ?? Math.floor(random() * LARGEST_KEY),
    step: Math.floor(random() * 4),
    duration: Math.floor(random() * 1801),
  });

  it('say of each hit what was added, however many there are', () => {
    const rows = new OpenRows();
    for (const count of [1, 5000, 30, 2000]) {
      const added = Array.from({ length: count }, (_, at) => hitAt(at));
      for (const hit of added) add(rows, hit);
      const lines = rows.drain((taken) => wireLines(OWNER, taken));
      const expected = new Map<number, Added[]>();
      for (const hit of added.toReversed()) {
        expected.set(hit.values, [...(expected.get(hit.values) ?? []), hit]);
      }
      const found = told(lines);
      expect(new Set(found.keys())).toEqual(new Set(expected.keys()));
      const wrong = [...expected].filter(([id, hits]) => !isDeepStrictEqual(found.get(id), hits));
      expect(wrong.slice(0, 1)).toEqual([]);
      expect(rows.size).toBe(0);
    }
  });

  it('leave nothing of visitors and pages in memory, also where they could not be written', () => {
    const rows = new OpenRows();
    let kept: TakenRows | undefined;
    for (let at = 0; at < 3000; at += 1) add(rows, { ...hitAt(at), key: LARGEST_KEY });
    const failing = (taken: TakenRows): never => {
      kept = taken;
      throw new Error('no memory');
    };
    expect(() => rows.drain(failing)).toThrow('no memory');
    expect(kept?.hits.pageTexts).toEqual(['']);
    expect(kept?.hits.size).toBe(0);
  });

  it('leave nothing in columns that became too small or too large', () => {
    const hits = new HitColumns();
    const columns = new Set<ArrayLike<number>>();
    for (const count of [3000, 5, 5]) {
      for (let at = 0; at < count; at += 1) {
        hits.add(trackedHit({ ...hitAt(at), key: LARGEST_KEY }), LARGEST_KEY);
        for (const column of Object.values(hits.columns)) columns.add(column);
      }
      hits.clear();
      for (const column of columns) {
        expect(Array.from(column).every((value) => value === 0)).toBe(true);
      }
    }
    // Six columns of 1024, 2048, 4096, and of what was too large for five.
    expect(columns.size).toBe(24);
  });
});
