import { EmasError, errorCode } from '@emas/errors';
import { keysByName } from '../file/chain.ts';
import type { ChainKey } from '../file/chain.ts';
import type { LogFileName } from '../file/file-names.ts';
import type { LogKey } from '../options.ts';
import { anchorsIn, anchorsInLog } from './anchors.ts';
import type { AnchoredChain, KnownAnchors } from './anchors.ts';
import { ChainCheck, MOST_FINDINGS } from './chain-check.ts';
import type { Foreign } from './chain-check.ts';
import { ErasureProof } from './erasure-proof.ts';
import type { ErasedPlace } from './erasure-proof.ts';
import { bySeries, fileLines, logFiles } from './file-lines.ts';
import type { Finding, MissingFiles } from './finding.ts';
import { RemovalProof } from './removal-proof.ts';
import { sealedLine } from './sealed-line.ts';

export interface VerifyOptions {
  /** What the lines were chained with, and whatever it was before. */
  readonly keys: readonly LogKey[];
  /** Files with anchors from elsewhere: lines of `log_anchor` events in any of our forms. */
  readonly anchors?: readonly string[];
  /** Machines whose anchors are meant, where those files have some of several. @default all */
  readonly hosts?: readonly string[];
  /** Days that all logs are kept. @default what the anchors say of each log */
  readonly keepDays?: number;
  /** The time, in milliseconds since 1970. @default now */
  readonly now?: number;
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
 * Holds every log of a folder to its chain. What is not here is a finding, unless a line of a chain says
 * that retention removed it, or it is older than its log is kept.
 *
 * Without anchors from elsewhere, somebody who can write the folder can cut all logs back to the same
 * moment unnoticed, and somebody who has the key as well can write all of them anew.
 *
 * @throws EmasError `ERR_EMAS_LOG_FOLDER`, `ERR_EMAS_LOG_KEY` where there are chains and no key,
 * `ERR_EMAS_LOG_NO_ANCHORS` for a file of `anchors` that has none.
 */
export async function verifyLogs(
  folder: string,
  { keys, anchors: elsewhere = [], hosts = [], keepDays, now = Date.now() }: VerifyOptions,
): Promise<VerifiedLog[]> {
  const known = keysByName(keys);
  const anchors: KnownAnchors = new Map();
  for (const path of elsewhere) await anchorsIn(path, hosts, anchors);
  for (const file of await logFiles(folder)) await anchorsInLog(folder, file, anchors);
  const proofs: Proofs = {
    removals: new RemovalProof({ now, keepDays }),
    erasures: new ErasureProof(),
  };
  const series: CheckedSeries[] = [];
  // Listed once more: an app that writes meanwhile may have begun files that the anchors know of.
  for (const own of bySeries(await logFiles(folder))) {
    series.push(await checkSeries(folder, own, { keys: known, anchors, proofs }));
  }
  // Only now are all lines known that may explain what is not here.
  const met = new Set(series.flatMap(({ check }) => [...check.chains]));
  const absent = [...anchors].filter(([chain]) => !met.has(chain));
  return [
    ...series.map((one) => verifiedLog(one, proofs)),
    ...absent.map(([, chain]) => absentLog(chain, proofs.removals)),
  ];
}

/** What lines say of what is not here. */
interface Proofs {
  readonly removals: RemovalProof;
  readonly erasures: ErasureProof;
}

interface Checks {
  readonly keys: ReadonlyMap<string, ChainKey>;
  readonly anchors: KnownAnchors;
  readonly proofs: Proofs;
}

interface CheckedSeries {
  readonly files: readonly LogFileName[];
  readonly check: ChainCheck;
  readonly notes: string[];
  readonly erased: readonly ErasedPlace[];
}

async function checkSeries(
  folder: string,
  files: readonly LogFileName[],
  { keys, anchors, proofs }: Checks,
): Promise<CheckedSeries> {
  const erased: ErasedPlace[] = [];
  const check = new ChainCheck(keys, anchors, (line, chain) => {
    proofs.removals.take(line);
    proofs.erasures.take(line);
    const { file, number, seq } = line;
    if (line.erased !== undefined) erased.push({ chain, file, line: number, seq });
  });
  const notes: string[] = [];
  for (const file of files) {
    try {
      await checkFile(folder, file, check, notes);
    } catch (error) {
      // Retention may remove it meanwhile. Any other removal leaves a gap in the chain.
      if (errorCode(error) !== 'ENOENT') check.unreadable(file.name, error);
    }
    if (check.isChained && keys.size === 0) throw noKey(folder);
  }
  check.end(files.at(-1)?.name ?? '');
  return { files, check, notes, erased };
}

async function checkFile(
  folder: string,
  file: LogFileName,
  check: ChainCheck,
  notes: string[],
): Promise<void> {
  let isEmpty = true;
  for await (const { number, text, whole } of fileLines(folder, file)) {
    isEmpty = false;
    if (whole) check.next(sealedLine(file.name, number, text) ?? foreign(file, number));
    else notes.push(`${file.name} ends in the middle of line ${number}: a write was interrupted.`);
  }
  if (isEmpty)
    notes.push(`${file.name} is empty: its first line was never written, or was cut off.`);
}

function verifiedLog(
  { files, check, notes, erased }: CheckedSeries,
  { removals, erasures }: Proofs,
): VerifiedLog {
  const { log = '', slot = 0 } = files[0] ?? {};
  const { lines, isChained: chained, range } = check;
  const verdict = erasures.verdictOn(erased, removals.hasRemovedForSize(log));
  const findings = [...check.findings, ...verdict.findings].slice(0, MOST_FINDINGS);
  const told = [...notes, ...verdict.notes];
  for (const missing of check.missingFiles)
    explain(missing, log, { proof: removals, findings, told });
  if (check.unkeyed > 0) {
    told.push(`${check.unkeyed} of its lines have no MACs: they were written without a key.`);
  }
  if (!chained) told.push('Its lines are numbered but have no MACs: it was written without a key.');
  return { log, slot, files: files.length, lines, ...range, chained, findings, notes: told };
}

interface Explaining {
  readonly proof: RemovalProof;
  readonly findings: Finding[];
  readonly told: string[];
}

/** Files that are gone are a finding or a note, as there is proof of why. */
function explain(
  { after, finding, file, seq }: MissingFiles,
  log: string,
  { proof, findings, told }: Explaining,
): void {
  const { reason, says } = proof.absenceOf(log, after);
  if (finding === undefined) {
    const first = `It begins with line ${seq}`;
    if (reason !== 'unexplained') told.push(`${first}: ${says}.`);
    else findings.unshift(missingFile(file, { from: 1, to: seq - 1 }, says));
    return;
  }
  // Between files that are here, age explains nothing: older ones are still there.
  if (reason !== 'line') return;
  findings.splice(findings.indexOf(finding), 1);
  told.push(`${finding.says} ${file}: ${says}.`);
}

/** A chain that only anchors know of. */
function absentLog({ furthest }: AnchoredChain, proof: RemovalProof): VerifiedLog {
  const { log, slot, chain, seq, file, host } = furthest;
  const { reason, says } = proof.absenceOf(log, file);
  const known = `an anchor of ${host} records ${seq} lines of the chain ${chain}, but nothing of it is here`;
  const sentence = `${known}: ${says}`;
  const isExplained = reason !== 'unexplained';
  return {
    log,
    slot,
    files: 0,
    lines: 0,
    first: undefined,
    last: undefined,
    chained: true,
    findings: isExplained ? [] : [missingFile(file, { from: 1, to: seq }, sentence)],
    notes: isExplained ? [`${sentence}.`] : [],
  };
}

function missingFile(file: string, seq: Finding['seq'], says: string): Finding {
  return { kind: 'missing', file, line: 1, seq, says };
}

function foreign({ name }: LogFileName, number: number): Foreign {
  return { file: name, number, seq: undefined };
}

function noKey(folder: string): EmasError {
  return new EmasError(
    'ERR_EMAS_LOG_KEY',
    `The logs in ${folder} are chained, and no key was given.`,
    {
      help: 'Give the key of createLogger({ key }).',
    },
  );
}
