import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { EmasError, errorCode } from '@emas/errors';
import { erasedText } from '../file/erased-line.ts';
import { removePartials } from '../file/partial-file.ts';
import { everyLogFile } from '../reading/file-lines.ts';
import { sealedLine } from '../reading/sealed-line.ts';
import { lockErasing } from './erasure-lock.ts';
import { mayGo, planOf } from './erasure-plan.ts';
import type { EraseOptions, PlannedFile } from './erasure-plan.ts';
import { recordErasure } from './erasure-record.ts';
import { overwriteLines, overwritePackedLines } from './overwrite-lines.ts';
import type { OldLine } from './overwrite-lines.ts';

/** A process that packs a file writes to it many times a second. */
const PARTIAL_MS = 60_000;

/**
 * Erases lines of a folder, packed files included, while apps may write to it. Of each is left its number, what
 * its mac is made of and why it was erased; so every chain still holds. Before a line goes, a line of
 * `log_lines_erased` in the same log says so: without that, `verifyLogs` finds it missing. Lines that files
 * begin with, and those that explain the chain, always stay.
 *
 * @returns How many lines were erased.
 * @throws EmasError `ERR_EMAS_LOG_FOLDER`; `ERR_EMAS_LOG_KEY` where a file has another key than those, before
 * anything is changed; `ERR_EMAS_LOG_ERASE` where it cannot be recorded, or another one is under way; `ERR_EMAS_LOG_FILE`
 * for a file that is damaged; the system's error.
 */
export async function eraseLines(folder: string, options: EraseOptions): Promise<number> {
  const release = lockErasing(folder);
  try {
    return await eraseLocked(folder, options);
  } finally {
    release();
  }
}

async function eraseLocked(folder: string, options: EraseOptions): Promise<number> {
  const planned: PlannedFile[] = [];
  for (const file of await everyLogFile(folder)) {
    const own = await planOf(folder, file, options);
    if (own !== undefined) planned.push(own);
  }
  const [first] = planned;
  if (first !== undefined) {
    await mustBeOwner(join(folder, first.file.name));
    await recordErasure(folder, planned, options);
  }
  let count = 0;
  for (const own of planned) count += await eraseIn(folder, own, options);
  await removePartials(folder, Date.now() - PARTIAL_MS);
  return count;
}

async function eraseIn(
  folder: string,
  planned: PlannedFile,
  options: EraseOptions,
): Promise<number> {
  const { file } = planned;
  const recorded = new Set(planned.numbers);
  const over = (line: OldLine): string | undefined => erasureOf(line, recorded, planned, options);
  const path = join(folder, file.name);
  let count = 0;
  try {
    count = await (file.compressed ? overwritePackedLines(path, over) : overwriteLines(path, over));
  } catch (error) {
    // Packed meanwhile, or removed as too old.
    if (errorCode(error) !== 'ENOENT') throw error;
  }
  if (file.compressed || !existsSync(`${path}.gz`)) return count;
  const packed = { ...file, name: `${file.name}.gz`, compressed: true };
  return count + (await eraseIn(folder, { ...planned, file: packed }, options));
}

/** What was written since is not recorded, and stays for the next time. */
function erasureOf(
  { text, bytes, whole }: OldLine,
  recorded: ReadonlySet<number>,
  { file, key, isOpen }: PlannedFile,
  { isMeant, reason }: EraseOptions,
): string | undefined {
  const sealed = whole ? sealedLine(file.name, 0, text) : undefined;
  if ((!whole && isOpen) || !mayGo(text, sealed) || !isMeant(text)) return undefined;
  // A write that was interrupted, or no line of ours: nothing of it is in a chain.
  if (sealed === undefined) return ' '.repeat(bytes);
  if (!recorded.has(sealed.seq)) return undefined;
  const { seq, mac, signed } = sealed;
  const end = text.slice(signed.length - `,"seq":${seq}`.length);
  const digest = key === undefined || mac === '' ? '' : key.digest(signed);
  const rest = erasedText({ digest, reason }, bytes - Buffer.byteLength(end));
  return rest === undefined ? undefined : rest + end;
}

/** What another user writes the app could not read, nor pack later. */
async function mustBeOwner(path: string): Promise<void> {
  // One that was packed or removed meanwhile tells nothing.
  const uid = (await stat(path).catch(() => undefined))?.uid;
  if (uid === undefined || process.getuid === undefined || process.getuid() === uid) return;
  throw new EmasError(
    'ERR_EMAS_LOG_ERASE',
    `Nothing was erased: ${path} belongs to another user.`,
    {
      help: `Run it as the user that the app runs as (uid ${uid}).`,
    },
  );
}
