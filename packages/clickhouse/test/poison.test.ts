import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { Insert } from '../../../test/engine/counting-engine.ts';
import { SEED, times } from '../../../test/runner/repetition.ts';
import { ids, until } from './counting-tables.ts';
import { droppedRows, stoodIn } from './stood-in.ts';

const tables = stoodIn();

const BLAMED = 27;
const BAD = [{ id: 1_000_001 }, { id: 1_000_002 }, { id: 1_000_003 }];
const hasBad = ({ lines }: Insert): boolean => lines.some((line) => line.includes('100000'));

function parkedIds(): number[] {
  return readFileSync(join(tables.spool(), 'dead-letters.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .flatMap((line) => (JSON.parse(line) as { rows: string[] }).rows)
    .map((row) => (JSON.parse(row) as { id: number }).id)
    .toSorted((left, right) => left - right);
}

describe('a batch with rows that the engine rejects', () => {
  it('does not hold up the others, and only those rows are parked', async () => {
    tables.engine().fault = (insert) => (hasBad(insert) ? { code: BLAMED } : undefined);
    const subject = tables.writer({ maxRows: 50 });
    let added = 0;
    for (const bad of BAD) {
      subject.add('wire', [...ids(added, 25), bad, ...ids(added + 25, 24)]);
      added += 49;
      subject.add('wire', ids(added, 50));
      added += 50;
    }
    await until(subject, ({ parked }) => parked === BAD.length);
    await until(subject, ({ spooled }) => spooled.rows === 0);
    expect(tables.engine().counted('wire')).toEqual({ rows: added, most: 1 });
    expect(parkedIds()).toEqual(BAD.map(({ id }) => id));
    expect(subject.counters().deadLetters).toMatchObject({ rows: 3, limit: 16 * 1024 * 1024 });
    expect(droppedRows(subject)).toBe(0);
  });

  it('waits where the table takes no row at all, whatever other tables take', async () => {
    tables.engine().fault = ({ table }) => (table === 'lacking' ? { code: BLAMED } : undefined);
    const subject = tables.writer();
    subject.add('lacking', ids(0, 100));
    for (let more = 0; more < 20; more += 1) {
      subject.add('wire', ids(more, 1));
      subject.add('lacking', ids(100 + more, 1));
      await subject.flush();
    }
    expect(subject.counters()).toMatchObject({ parked: 0, deadLetters: { rows: 0 } });
    const oldest = Date.parse(subject.counters().oldest ?? '');
    expect(Date.now() - oldest).toBeGreaterThanOrEqual(0);
    tables.engine().fault = undefined;
    await until(subject, ({ spooled }) => spooled.rows === 0);
    expect(tables.engine().counted('lacking')).toEqual({ rows: 120, most: 1 });
    expect(droppedRows(subject)).toBe(0);
  });

  it('is not judged by what failed before for another reason', async () => {
    tables.engine().fault = () => ({ code: 1001 });
    const subject = tables.writer();
    subject.add('wire', ids(0, 1));
    await until(subject, ({ retries }) => retries > 20);
    let blamed = 0;
    tables.engine().fault = ({ table }) =>
      table === 'wire' && blamed++ < 3 ? { code: BLAMED } : undefined;
    await until(subject, ({ sent }) => sent.rows === 1);
    expect(subject.counters().parked).toBe(0);
  });

  it(`counts each row once wherever the process dies (seed ${SEED})`, async () => {
    for (let run = 0; run < times(40, 5); run += 1) {
      const table = `run${run}`;
      const dieAfter = 1 + ((SEED * (run + 3) * 17) % 9);
      let taken = 0;
      tables.engine().fault = (insert) => {
        if (insert.table !== table) return undefined;
        if (hasBad(insert)) return { code: BLAMED };
        taken += 1;
        return taken > dieAfter ? { status: 503, html: '' } : undefined;
      };
      const spool = join(tables.spool(), table);
      const first = tables.writer({ spool });
      first.add(table, [...ids(0, 33), BAD[0] ?? {}, ...ids(33, 20), BAD[1] ?? {}, ...ids(53, 47)]);
      await until(first, ({ retries }) => retries > 2);
      first.add(table, ids(100, 10));
      await until(first, ({ sent, retries }) => sent.batches >= dieAfter && retries > 8);
      await first.close({ timeout: 10 });
      // What was at fault is corrected: the whole would be taken now.
      tables.engine().fault = undefined;
      const second = tables.writer({ spool });
      await until(second, ({ spooled, recovered }) => recovered > 0 && spooled.rows === 0);
      const parked = first.counters().parked + second.counters().parked;
      expect(tables.engine().counted(table)).toEqual({ rows: 112 - parked, most: 1 });
      await second.close();
    }
  });
});

describe('rows that may be kept for some time only', () => {
  const DAY_MS = 86_400_000;
  const file = (): string => join(tables.spool(), 'dead-letters.jsonl');
  const letter = (id: number, age: number): string => {
    const at = new Date(Date.now() - age).toISOString();
    const rows = [JSON.stringify({ id })];
    const error = { code: '27', message: 'Cannot parse' };
    return `${JSON.stringify({ at, table: 'wire', token: `token-${id}`, error, rows })}\n`;
  };
  /** The third one was written half as the disk was full. */
  const LETTERS = (): string =>
    [letter(1, 3 * DAY_MS), letter(2, 2 * DAY_MS), '{"at":"20', '\n', letter(4, 1000)].join('');

  it('are removed when they are older, and no younger ones', async () => {
    writeFileSync(file(), LETTERS());
    const subject = tables.writer({ maxDeadLetterAge: DAY_MS });
    await until(subject, ({ deadLetters }) => deadLetters.rows === 1);
    expect(parkedIds()).toEqual([4]);
    expect(existsSync(`${file()}.old`)).toBe(false);
  });

  it('are removed as well where a process was killed as it did that', async () => {
    writeFileSync(file(), LETTERS());
    renameSync(file(), `${file()}.old`);
    writeFileSync(file(), letter(5, 500));
    const subject = tables.writer({ maxDeadLetterAge: DAY_MS });
    await until(subject, ({ deadLetters }) => deadLetters.rows === 2);
    expect(parkedIds()).toEqual([4, 5]);
    expect(existsSync(`${file()}.old`)).toBe(false);
  });

  it('stay where nothing is said of their age', async () => {
    writeFileSync(file(), LETTERS());
    const subject = tables.writer();
    await until(subject, ({ deadLetters }) => deadLetters.rows > 0);
    expect(readFileSync(file(), 'utf8')).toContain('token-1');
  });
});
