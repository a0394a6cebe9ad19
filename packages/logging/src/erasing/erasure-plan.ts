import { EmasError, errorCode } from '@emas/errors';
import { keysByName } from '../file/chain.ts';
import type { ChainKey } from '../file/chain.ts';
import type { ErasureReason } from '../file/erased-line.ts';
import type { LogFileName } from '../file/file-names.ts';
import { isSlotTaken } from '../file/slot.ts';
import type { LogKey } from '../options.ts';
import { fileLines } from '../reading/file-lines.ts';
import { logEntry, unreadable } from '../reading/log-entries.ts';
import { sealedLine } from '../reading/sealed-line.ts';
import type { SealedLine } from '../reading/sealed-line.ts';

/** Which lines of a folder are erased, and who says so. */
export interface EraseOptions {
  /** Name of the app: it stands in the line that records the erasure. */
  readonly app: string;
  /** What the lines are chained with, the newest first, and whatever it was before. */
  readonly keys: readonly LogKey[];
  readonly isMeant: (line: string) => boolean;
  readonly reason: ErasureReason;
  /** Who does it. */
  readonly by: string;
}

/** Lines of one file that are to go. */
export interface PlannedFile {
  readonly file: LogFileName;
  /** Name of the chain; '' where the file does not tell. */
  readonly chain: string;
  readonly key: ChainKey | undefined;
  /** Whether an app may be writing it: then a line that is not whole yet may become so. */
  readonly isOpen: boolean;
  /** Their numbers, in order. */
  readonly numbers: readonly number[];
}

/** @returns `undefined` where nothing in it is meant. @throws EmasError `ERR_EMAS_LOG_KEY`, `ERR_EMAS_LOG_FILE`. */
export async function planOf(
  folder: string,
  file: LogFileName,
  options: EraseOptions,
): Promise<PlannedFile | undefined> {
  try {
    return await meantIn(folder, file, options);
  } catch (error) {
    if (error instanceof EmasError) throw error;
    if (errorCode(error) !== 'ENOENT') throw unreadable(file, error);
    // Removed as too old since it was listed.
    return undefined;
  }
}

async function meantIn(
  folder: string,
  file: LogFileName,
  { keys, isMeant }: EraseOptions,
): Promise<PlannedFile | undefined> {
  let chain = '';
  let key: ChainKey | undefined;
  let isAny = false;
  const isOpen = isSlotTaken(folder, file.slot);
  const known = keysByName(keys);
  const numbers: number[] = [];
  for await (const { number, text, whole } of fileLines(folder, file)) {
    const sealed = whole ? sealedLine(file.name, number, text) : undefined;
    if (sealed?.opening !== undefined) {
      chain = sealed.opening.chain;
      key = keyNamed(sealed.opening.key, known, file);
    }
    if ((!whole && isOpen) || !mayGo(text, sealed) || !isMeant(text)) continue;
    isAny = true;
    if (sealed !== undefined) numbers.push(sealed.seq);
  }
  return isAny ? { file, chain, key, isOpen, numbers } : undefined;
}

function keyNamed(
  name: string,
  known: ReadonlyMap<string, ChainKey>,
  { name: file }: LogFileName,
): ChainKey | undefined {
  if (name === '') return undefined;
  const found = known.get(name);
  if (found !== undefined) return found;
  throw new EmasError(
    'ERR_EMAS_LOG_KEY',
    `Lines of ${file} cannot be erased: it is chained with the key ${name}, which was not given.`,
    { help: 'Give that key as well, after the newer ones: one a line in the key file.' },
  );
}

/** What explains the chain, and names nobody. */
const STAYS: ReadonlySet<string> = new Set(['log_anchor', 'log_files_removed', 'log_lines_erased']);

/** Whether a line is one that can be erased. */
export function mayGo(text: string, sealed: SealedLine | undefined): boolean {
  if (sealed === undefined) return true;
  if (sealed.opening !== undefined || sealed.erased !== undefined) return false;
  return !STAYS.has(logEntry(text, '', 0)?.event ?? '');
}
