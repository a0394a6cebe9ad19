import { mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { SpoolEntry } from '../src/spool/segment.ts';
import { FolderTakenError, Spool } from '../src/spool/spool.ts';

/* A process is frozen in the middle of a write, and another takes its folder meanwhile. */

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'emas-taken-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const part = (token: string, seq: number) => ({
  ...{ token, seq, table: 'wire', rows: 1, at: 0 },
  body: Buffer.from(`{"id":${seq}}`),
});

/** Its room is asked for after the folder was looked at, and before the write: that is when it is taken. */
function spoolTakenAt(append: number): {
  spool: Spool;
  taken: string[];
  reach: (bytes: number) => void;
} {
  const taken: string[] = [];
  let asked = 0;
  let reach = 0;
  const take = (): void => {
    const [name = ''] = readdirSync(root).filter((one) => one.startsWith('writer-'));
    const id = name.slice(-12);
    writeFileSync(join(root, `seal-${id}.json`), JSON.stringify({ '00000001.spool': reach }));
    renameSync(join(root, name), join(root, `taken-${id}`));
  };
  const spool = new Spool({
    root,
    get maxBytes() {
      asked += 1;
      // Once as it is made.
      if (asked === append + 1) take();
      return 1e9;
    },
    silentRounds: 20,
    onFound: () => undefined,
    onDropped: () => undefined,
    onTaken: (entries: readonly SpoolEntry[]) => taken.push(...entries.map(({ token }) => token)),
  });
  return { spool, taken, reach: (bytes) => (reach = bytes) };
}

it('a part that the other one has read ends its batch: what comes next must not have its token', async () => {
  const { spool, taken, reach } = spoolTakenAt(2);
  reach(1e6);
  await spool.append(part('first', 1));
  await expect(spool.append(part('second', 2))).resolves.toBeUndefined();
  expect(taken.toSorted()).toEqual(['first', 'second']);
});

it('a part that the other one has not read is to be written again, in a batch of its own', async () => {
  const { spool, taken } = spoolTakenAt(2);
  await spool.append(part('first', 1));
  await expect(spool.append(part('second', 2))).rejects.toThrow(FolderTakenError);
  expect(taken.toSorted()).toEqual(['first', 'second']);
  await expect(spool.append(part('third', 3))).resolves.toMatchObject({ token: 'third' });
});
