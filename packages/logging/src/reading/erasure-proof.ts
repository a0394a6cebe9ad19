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

/** What says that lines were erased. */
interface ErasureRecord extends NumberRange {
  /** A sentence without its beginning. */
  readonly says: string;
}

const TELLING = '"event":"log_lines_erased"';

/**
 * What the lines of a folder say about lines that were erased. It takes lines of which the chain has shown that
 * the logger wrote them: nobody without the key can add one.
 */
export class ErasureProof {
  /** By the chain's own name. */
  readonly #records = new Map<string, ErasureRecord[]>();

  take({ file, number, signed }: SealedLine): void {
    if (!signed.includes(TELLING)) return;
    const { event, data, time } = logEntry(`${signed}}`, file, number) ?? {};
    if (event !== 'log_lines_erased' || data === undefined || time === undefined) return;
    const { chain, lines, reason, by } = data;
    if (typeof chain !== 'string' || !Array.isArray(lines)) return;
    const on = new Date(time).toISOString().slice(0, 10);
    const says = `erased on ${on} by ${String(by)} (${String(reason)}), as a line says`;
    const ranges = lines.map((one) => rangeFrom(String(one))).filter((one) => one !== undefined);
    const records = this.#records.get(chain) ?? [];
    this.#records.set(chain, records);
    for (const range of ranges) records.push({ ...range, says });
  }

  /** Erased lines that nothing tells of. */
  unexplained(erased: readonly ErasedPlace[]): Finding[] {
    return erased
      .filter((place) => this.#recordOf(place) === undefined)
      .map(({ file, line, seq }) => ({
        kind: 'erased',
        ...{ file, line, seq: { from: seq, to: seq } },
        says: 'it was erased, and no line says so',
      }));
  }

  /** Of the others: how many of a file, and what tells of them. */
  notes(erased: readonly ErasedPlace[]): string[] {
    const counts = new Map<string, number>();
    for (const place of erased) {
      const record = this.#recordOf(place);
      if (record === undefined) continue;
      const key = JSON.stringify([place.file, record.says]);
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    return [...counts].map(([key, count]) => {
      const [file, says]: string[] = JSON.parse(key);
      return `${file}: ${count === 1 ? 'a line was' : `${count} lines were`} ${says}.`;
    });
  }

  #recordOf({ chain, seq }: ErasedPlace): ErasureRecord | undefined {
    return this.#records.get(chain)?.find(({ from, to }) => from <= seq && seq <= to);
  }
}
