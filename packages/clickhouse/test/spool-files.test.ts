import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { bodyOf } from '../src/batch-body.ts';
import { encodeMark, encodePart } from '../src/spool/record.ts';
import { waitUntil } from '../../../test/waiting/wait-until.ts';
import { ids, until } from './counting-tables.ts';
import { droppedRows, stoodIn } from './stood-in.ts';

const tables = stoodIn();

const AWAY = { status: 503, html: '' };

/** All files of the spool. */
function spoolFiles(): string[] {
  const root = join(tables.spool(), 'batches');
  return readdirSync(root)
    .filter((name) => /^(?:writer|left)-/.test(name))
    .flatMap((folder) => readdirSync(join(root, folder)).map((file) => join(root, folder, file)));
}

/** Leaves rows of two tables behind, each in a file of its own. */
async function leaveBehind(): Promise<void> {
  tables.engine().fault = () => AWAY;
  for (const table of ['first', 'second']) {
    const writer = tables.writer();
    writer.add(table, ids(0, 100));
    await until(writer, ({ spooled, retries }) => spooled.rows > 0 && retries > 0);
    await writer.close({ timeout: 10 });
  }
}

describe('a file of the spool', () => {
  it('that cannot be read waits for better days, and others go on', async () => {
    await leaveBehind();
    const subject = tables.writer();
    await until(subject, ({ recovered, retries }) => recovered >= 100 && retries > 0);
    const [file = ''] = spoolFiles().filter((path) =>
      readFileSync(path, 'utf8').includes('"first"'),
    );
    // A folder in its place can be opened and not be read, by root neither.
    renameSync(file, `${file}.away`);
    mkdirSync(file);
    const ill = await until(subject, ({ fault }) => fault?.part === 'disk');
    expect(ill).toMatchObject({ spooled: { rows: 200 }, fault: { code: 'EISDIR' } });
    tables.engine().fault = undefined;
    subject.add('wire', ids(0, 10));
    const others = await until(subject, ({ sent }) => sent.rows === 110);
    expect(others.spooled.rows).toBe(100);
    expect(droppedRows(subject)).toBe(0);
    rmSync(file, { recursive: true });
    renameSync(`${file}.away`, file);
    await until(subject, ({ spooled }) => spooled.rows === 0);
    for (const table of ['first', 'second']) {
      expect(tables.engine().counted(table)).toEqual({ rows: 100, most: 1 });
    }
    expect(droppedRows(subject)).toBe(0);
  });

  it.each([
    ['is gone', (path: string) => rmSync(path)],
    [
      'has another byte in it',
      (path: string) => {
        const bytes = readFileSync(path);
        bytes.writeUInt8(bytes.readUInt8(60) ^ 1, 60);
        writeFileSync(path, bytes);
      },
    ],
  ])('that %s is counted as damaged once, and others go on', async (_name, damage) => {
    await leaveBehind();
    const subject = tables.writer();
    await until(subject, ({ recovered }) => recovered === 200);
    const [file = ''] = spoolFiles().filter((path) =>
      readFileSync(path, 'utf8').includes('"first"'),
    );
    damage(file);
    await until(subject, ({ dropped }) => dropped.spool_damaged > 0);
    await until(subject, ({ retries }) => retries > 10);
    tables.engine().fault = undefined;
    await until(subject, ({ spooled }) => spooled.rows === 0);
    expect(subject.counters().dropped.spool_damaged).toBe(100);
    expect(tables.engine().counted('first').rows).toBe(0);
    expect(tables.engine().counted('second')).toEqual({ rows: 100, most: 1 });
  });

  it('that cannot be removed breaks nothing, and goes later', async () => {
    const subject = tables.writer({ ownerTimeout: 1000 });
    tables.engine().fault = () => AWAY;
    subject.add('wire', ids(0, 100));
    await until(subject, ({ retries }) => retries > 0);
    const [file = ''] = spoolFiles();
    // Its rows are read through the handle that writes them.
    renameSync(file, `${file}.away`);
    mkdirSync(file);
    tables.engine().fault = undefined;
    await until(subject, ({ sent, fault }) => sent.rows === 100 && fault?.part === 'disk');
    rmSync(file, { recursive: true });
    rmSync(`${file}.away`);
    await waitUntil('the files to go', () => spoolFiles().length === 0);
    subject.add('wire', ids(100, 100));
    await until(subject, ({ sent }) => sent.rows === 200);
    expect(tables.engine().counted('wire')).toEqual({ rows: 200, most: 1 });
    expect(droppedRows(subject)).toBe(0);
  });

  it('has nothing any more of rows that were sent, while others wait in it', async () => {
    // Two of its twenty rounds for each bound of it: what takes half a minute takes 100 ms here.
    const subject = tables.writer({ ownerTimeout: 1000 });
    tables.engine().fault = ({ table }) => (table === 'stuck' ? AWAY : undefined);
    subject.add('stuck', ids(0, 10));
    await until(subject, ({ retries }) => retries > 0);
    for (let batch = 0; batch < 5; batch += 1) {
      subject.add('wire', [{ id: batch, secret: 'of-a-visitor' }]);
      await subject.flush();
    }
    await until(subject, ({ sent }) => sent.rows === 5);
    const content = (): string =>
      spoolFiles()
        .map((path) => readFileSync(path, 'latin1'))
        .join();
    await waitUntil('sent rows to leave the disk', () => !content().includes('of-a-visitor'));
    await waitUntil('the waiting ones to be there', () => content().includes('stuck'));
    // And a later process finds what waits, once.
    await subject.close({ timeout: 10 });
    tables.engine().fault = undefined;
    const next = tables.writer();
    await until(next, ({ sent }) => sent.rows === 10);
    expect(tables.engine().counted('stuck')).toEqual({ rows: 10, most: 1 });
    expect(tables.engine().counted('wire')).toEqual({ rows: 5, most: 1 });
  });

  it('is gone within a minute once all in it was sent', async () => {
    const subject = tables.writer({ ownerTimeout: 1000 });
    subject.add('wire', ids(0, 10));
    await until(subject, ({ sent }) => sent.rows === 10);
    await waitUntil('the files to go', () => spoolFiles().length === 0);
    await until(subject, ({ spooled }) => spooled.bytes === 0);
    expect(spoolFiles()).toEqual([]);
    subject.add('wire', ids(10, 10));
    await until(subject, ({ sent }) => sent.rows === 20);
  });

  it('keeps the rows of a split batch in their order when it is moved', async () => {
    const subject = tables.writer({ ownerTimeout: 1000, maxSpoolBytes: 128 * 1024 });
    // Grows in several parts while it waits.
    let isAway = true;
    let taken = 0;
    tables.engine().fault = ({ table, lines }) => {
      if (table !== 'split') return undefined;
      if (isAway) return AWAY;
      if (lines.length > 20) return { status: 413, html: '' };
      taken += 1;
      return taken > 2 ? AWAY : undefined;
    };
    // More than twenty of these are more than the 16 KiB that are not halved any more.
    const wide = (from: number): object[] =>
      ids(from, 10).map((row) => ({ ...row, x: 'x'.repeat(1000) }));
    subject.add('split', wide(0));
    await until(subject, ({ retries }) => retries > 0);
    for (let part = 1; part < 5; part += 1) {
      subject.add('split', wide(part * 10));
      subject.add('wire', ids(part * 100, 100));
      await until(subject, ({ queued }) => queued.rows === 0);
    }
    isAway = false;
    // Some of the rows get through: how many, depends on when which batch was tried first.
    await waitUntil('a part to be taken', () => taken > 2);
    await until(subject, ({ sent }) => sent.rows > 400);
    const before = new Set(spoolFiles());
    subject.add('wire', ids(900, 10));
    await waitUntil('the files to be others', () =>
      spoolFiles().every((path) => !before.has(path)),
    );
    await subject.close({ timeout: 10 });
    tables.engine().fault = undefined;
    const next = tables.writer();
    await until(next, ({ recovered, spooled }) => recovered > 0 && spooled.rows === 0);
    expect(tables.engine().counted('split')).toEqual({ rows: 50, most: 1 });
  });
});

describe('a batch that was split', () => {
  it('and has lost rows since is sent with those that are left, each whole and once', async () => {
    const folder = join(tables.spool(), 'batches', 'left-0123456789ab');
    mkdirSync(folder, { recursive: true });
    const partOf = (seq: number, ...numbers: readonly number[]): Buffer[] => {
      const body = bodyOf(numbers.map((id) => JSON.stringify({ id })));
      const head = { token: 'split', table: 'wire', rows: numbers.length, seq, at: Date.now() };
      return [...encodePart({ ...head, body }).bytes];
    };
    const damaged = Buffer.concat(partOf(1, 1, 2));
    damaged.writeUInt8(damaged.readUInt8(40) ^ 1, 40);
    writeFileSync(join(folder, '00000001.spool'), damaged);
    const marks = ['split', 'split.a', 'split.b'].flatMap(
      (token) => encodeMark('split', token).bytes,
    );
    writeFileSync(join(folder, '00000002.spool'), Buffer.concat([...partOf(2, 3, 4), ...marks]));
    const subject = tables.writer();
    await until(subject, ({ spooled, recovered }) => recovered > 0 && spooled.rows === 0);
    expect(tables.engine().counts('wire')).toEqual(
      new Map([
        [3, 1],
        [4, 1],
      ]),
    );
    expect(subject.counters()).toMatchObject({ sent: { rows: 2 }, parked: 0 });
  });
});
