import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { isAlive, processStart } from '@emas/processes';

/**
 * Several processes may share one spool: each writes to a folder of its own, named for it, and takes
 * over the folders of those that died. A rename decides who gets one.
 */
const NAME = /^writer-(\d+)-(\d+)-([0-9a-f]{12})$/;

/** Folders open in this process: its own id alone does not tell them from a dead namesake's. */
const openHere = new Set<string>();

/** Makes this writer's own folder below `root`. */
export async function claimFolder(root: string): Promise<string> {
  const name = ownName();
  await mkdir(join(root, name), { recursive: true, mode: 0o700 });
  openHere.add(name);
  return name;
}

export function releaseFolder(name: string): void {
  openHere.delete(name);
}

/** Takes over what dead processes left below `root`; the names are this process's now. */
export async function adoptOrphans(root: string): Promise<string[]> {
  const adopted: string[] = [];
  for (const name of (await readdir(root)).toSorted()) {
    if (!isOrphan(name)) continue;
    const own = ownName();
    openHere.add(own);
    try {
      await rename(join(root, name), join(root, own));
      adopted.push(own);
    } catch {
      // Another process was faster.
      openHere.delete(own);
    }
  }
  return adopted;
}

function isOrphan(name: string): boolean {
  const [, pid, startedAt] = NAME.exec(name) ?? [];
  if (pid === undefined || openHere.has(name)) return false;
  if (Number(pid) === process.pid) return true;
  return !isAlive(Number(pid)) || processStart(Number(pid)) !== startedAt;
}

function ownName(): string {
  return `writer-${process.pid}-${processStart(process.pid)}-${randomBytes(6).toString('hex')}`;
}
