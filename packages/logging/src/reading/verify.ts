import { EmasError } from '@emas/errors';
import { chainKey } from '../file/chain.ts';
import type { ChainKey } from '../file/chain.ts';
import type { LogFileName } from '../file/file-names.ts';
import type { LogKey } from '../options.ts';
import { anchorsIn, anchorsInLog } from './anchors.ts';
import type { KnownAnchors } from './anchors.ts';
import { ChainCheck } from './chain-check.ts';
import type { Finding, Foreign } from './chain-check.ts';
import { bySeries, fileLines, logFiles } from './file-lines.ts';
import { sealedLine } from './sealed-line.ts';

export interface VerifyOptions {
  /** What the lines were chained with, and whatever it was before. */
  readonly keys: readonly LogKey[];
  /** Files with anchors from elsewhere: any lines that hold `log_anchor` events as JSON. */
  readonly anchors?: readonly string[];
}

/** How one chain stands: a log as one process wrote it. */
export interface VerifiedLog {
  readonly log: string;
  readonly slot: number;
  readonly files: number;
  readonly lines: number;
  readonly first: number | undefined;
  readonly last: number | undefined;
  /** Whether its lines have macs. */
  readonly chained: boolean;
  /** In the order in which they stand, the first 100. */
  readonly findings: readonly Finding[];
  /** What is worth knowing and no sign of tampering. */
  readonly notes: readonly string[];
}

/**
 * Holds every log of a folder to its chain.
 *
 * Without anchors from elsewhere, whoever can write the folder may cut off the end of the log that the
 * anchors themselves are in, and whoever has the key may write all of it anew.
 *
 * @throws EmasError `ERR_EMAS_LOG_FOLDER`, `ERR_EMAS_LOG_KEY` where there are chains and no key.
 */
export async function verifyLogs(
  folder: string,
  { keys, anchors: elsewhere = [] }: VerifyOptions,
): Promise<VerifiedLog[]> {
  const known = new Map(keys.map((key) => chainKey(key)).map((key) => [key.id, key] as const));
  const anchors: KnownAnchors = new Map();
  for (const path of elsewhere) await anchorsIn(path, anchors);
  const files = await logFiles(folder);
  for (const file of files) await anchorsInLog(folder, file, anchors);
  const verified: VerifiedLog[] = [];
  const met = new Set<string>();
  for (const own of bySeries(files)) {
    const { chains, ...log } = await verifySeries(folder, own, known, anchors);
    verified.push(log);
    for (const chain of chains) met.add(chain);
  }
  return [...verified, ...notHere(anchors, met)];
}

async function verifySeries(
  folder: string,
  files: readonly LogFileName[],
  keys: ReadonlyMap<string, ChainKey>,
  anchors: KnownAnchors,
): Promise<VerifiedLog & { readonly chains: ReadonlySet<string> }> {
  const { log = '', slot = 0 } = files[0] ?? {};
  const check = new ChainCheck(keys, anchors);
  const notes: string[] = [];
  for (const file of files) {
    try {
      await checkFile(folder, file, check, notes);
    } catch (error) {
      check.unreadable(file.name, error);
    }
    if (check.isChained && keys.size === 0) throw noKey(folder);
  }
  check.end(files.at(-1)?.name ?? '');
  const { findings, lines, isChained: chained, range, chains } = check;
  notes.push(...notesOn(range.first, chained));
  return { log, slot, files: files.length, lines, ...range, chained, findings, notes, chains };
}

/** Chains that only anchors know: of another machine, gone by retention, or taken away. */
function notHere(anchors: KnownAnchors, met: ReadonlySet<string>): VerifiedLog[] {
  return [...anchors]
    .filter(([chain]) => !met.has(chain))
    .map(([chain, { log, slot, macs }]) => ({
      log,
      slot,
      files: 0,
      lines: 0,
      first: undefined,
      last: undefined,
      chained: true,
      findings: [],
      notes: [
        `An anchor knows ${Math.max(...macs.keys())} lines of the chain ${chain}, of which nothing is here: of another machine, removed by retention, or taken away.`,
      ],
    }));
}

function notesOn(first: number | undefined, chained: boolean): string[] {
  const isCut = first !== undefined && first > 1;
  return [
    ...(isCut ? [`It begins with line ${first}: older files are not here.`] : []),
    ...(chained ? [] : ['Its lines are numbered and have no macs: it was written without a key.']),
  ];
}

async function checkFile(
  folder: string,
  file: LogFileName,
  check: ChainCheck,
  notes: string[],
): Promise<void> {
  for await (const { number, text, whole } of fileLines(folder, file)) {
    if (whole) check.next(sealedLine(file.name, number, text) ?? foreign(file, number));
    else notes.push(`${file.name} ends in the midst of line ${number}: a write was interrupted.`);
  }
}

function foreign({ name }: LogFileName, number: number): Foreign {
  return { file: name, number, seq: undefined };
}

function noKey(folder: string): EmasError {
  return new EmasError(
    'ERR_EMAS_LOG_KEY',
    `The logs in ${folder} are chained, and no key was given.`,
    {
      help: 'Give the key that createLogger({ key }) had.',
    },
  );
}
