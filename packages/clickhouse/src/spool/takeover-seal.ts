import { randomBytes } from 'node:crypto';
import { link, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from '@emas/errors';

/** Bytes of each file of a folder, by its name. */
export type Extents = Readonly<Record<string, number>>;

/**
 * A process can be frozen in the middle of a write and wake up after its folder was taken: did the other
 * one read what was written? The first of the two that asks decides for both: the file is made once.
 *
 * @param own How far the folder reached for this process.
 * @returns How far it reached, for both.
 */
export async function agreeOnExtents(root: string, id: string, own: Extents): Promise<Extents> {
  const path = join(root, `seal-${id}.json`);
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  await writeFile(draft, JSON.stringify(own), { mode: 0o600 });
  try {
    // Fails where there is one, on network file systems too; a rename would take its place.
    await link(draft, path);
    return own;
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
    return parse(await readFile(path, 'utf8'));
  } finally {
    await rm(draft, { force: true });
  }
}

function parse(text: string): Extents {
  const read: unknown = JSON.parse(text);
  if (typeof read !== 'object' || read === null) return {};
  return Object.fromEntries(
    Object.entries(read).filter((entry): entry is [string, number] => typeof entry[1] === 'number'),
  );
}
