import { rangeFrom } from '../erasing/number-ranges.ts';
import type { NumberRange } from '../erasing/number-ranges.ts';
import type { Finding } from './finding.ts';
import { logEntry } from './log-entries.ts';
import type { SealedLine } from './sealed-line.ts';

/** A line of which only its place in the chain is left. */
export interface ErasedPlace {
  /** The chain's own name. */
  readonly chain: string;
  readonly file: string;
  /** In the file, from 1. */
  readonly line: number;
  readonly seq: number;
}

/** What became of erased lines, in the words of a check. */
export interface ErasureVerdict {
  /** Lines that nothing tells of. */
  readonly findings: readonly Finding[];
  /** Of the others: how many of a file, and what tells of them. */
  readonly notes: readonly string[];
}

const TELLING = '"event":"log_lines_erased"';
/** Of more lines no record tells. */
const LONGEST_RANGE = 10_000_000;

/**
 * What the lines of a folder say about lines that were erased. It takes lines of which the chain has shown that
 * the logger wrote them: nobody without the key can add one.
 */
export class ErasureProof {
  /** What tells of a line, by the name of its chain and its number. */
  readonly #records = new Map<string, Map<number, string>>();

  take({ file, number, signed, erased }: SealedLine): void {
    if (erased !== undefined || !signed.includes(TELLING)) return;
    const entry = logEntry(`${signed}}`, file, number);
    if (entry?.event !== 'log_lines_erased') return;
    const { time, data } = entry;
    const { chain, lines, reason, by } = data;
    if (typeof chain !== 'string' || !Array.isArray(lines)) return;
    const on = new Date(time).toISOString().slice(0, 10);
    const says = `erased on ${on} by ${String(by)} (${String(reason)}), as a log line records`;
    for (const text of lines) this.#note(chain, rangeFrom(String(text)), says);
  }

  #note(chain: string, range: NumberRange | undefined, says: string): void {
    if (range === undefined || range.to - range.from > LONGEST_RANGE) return;
    const records = this.#records.get(chain) ?? new Map<number, string>();
    this.#records.set(chain, records);
    for (let seq = range.from; seq <= range.to; seq += 1) records.set(seq, says);
  }

  /**
   * @param isRecordGone Whether retention removed files of the log for its size, which does not go by their age:
   * what told of a line may have been in one. Nobody can erase a line without the key, so that is no finding.
   */
  verdictOn(erased: readonly ErasedPlace[], isRecordGone: boolean): ErasureVerdict {
    const findings: Finding[] = [];
    const counts = new Map<string, number>();
    for (const { chain, file, line, seq } of erased) {
      const says =
        this.#records.get(chain)?.get(seq) ??
        (isRecordGone ? 'erased; what told of it was removed for the size of the log' : undefined);
      if (says === undefined) {
        const unsaid = 'it was erased, but no log line records it';
        findings.push({ kind: 'erased', file, line, seq: { from: seq, to: seq }, says: unsaid });
        continue;
      }
      const key = JSON.stringify([file, says]);
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    const notes = [...counts].map(([key, count]) => {
      const [file, says]: string[] = JSON.parse(key);
      return `${file}: ${count === 1 ? 'a line was' : `${count} lines were`} ${says}.`;
    });
    return { findings, notes };
  }
}
