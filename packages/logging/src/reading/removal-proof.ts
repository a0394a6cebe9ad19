import { parseFileName } from '../file/file-names.ts';
import { logEntry } from './log-entries.ts';
import type { LogEntry } from './log-entries.ts';
import type { SealedLine } from './sealed-line.ts';

/** Whether something says why a file is not here. */
export interface Absence {
  /** `line`: a line says that retention removed it; `age`: it is older than its log is kept. */
  readonly reason: 'line' | 'age' | 'unexplained';
  /** In a sentence about the file. */
  readonly says: string;
}

interface Removal {
  readonly time: number;
  readonly reason: string;
}

export interface RemovalProofOptions {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Days that all logs are kept, instead of those in their anchors. */
  readonly keepDays: number | undefined;
}

const DAY = 86_400_000;
const BEFORE_TIME = '{"time":"';
const TIME_LENGTH = '2026-11-23T16:29:24.103Z'.length;
/** The only lines that are parsed. */
const TELLING = ['"event":"log_files_removed"', '"event":"log_anchor"'] as const;

/**
 * What the lines of a folder say about files that are gone. It takes lines of which the chain has shown that
 * the logger wrote them: nobody without the key can add one.
 */
export class RemovalProof {
  readonly #now: number;
  readonly #keepDays: number | undefined;
  readonly #removals = new Map<string, Removal>();
  /** Days that each log was kept at some time, by its name. */
  readonly #days = new Map<string, { least: number; most: number }>();
  #newest = '';

  constructor({ now, keepDays }: RemovalProofOptions) {
    this.#now = now;
    this.#keepDays = keepDays;
  }

  take({ file, number, signed, erased }: SealedLine): void {
    if (erased !== undefined) return;
    if (signed.startsWith(BEFORE_TIME)) {
      const time = signed.slice(BEFORE_TIME.length, BEFORE_TIME.length + TIME_LENGTH);
      if (time > this.#newest) this.#newest = time;
    }
    if (!TELLING.some((event) => signed.includes(event))) return;
    const entry = logEntry(`${signed}}`, file, number);
    if (entry?.event === 'log_files_removed') this.#noteRemoval(entry.data, entry.time);
    if (entry?.event === 'log_anchor') this.#noteDays(entry.data);
  }

  /** Whether a line says that files of a log were removed for its size. */
  hasRemovedForSize(log: string): boolean {
    return [...this.#removals].some(
      ([file, { reason }]) => reason === 'size' && parseFileName(file)?.log === log,
    );
  }

  /** Why a file of a log is not here. */
  absenceOf(log: string, file: string): Absence {
    const removal = this.#removals.get(plainName(file));
    const { least, most } = this.#daysOf(log);
    const begun = Date.parse(`${parseFileName(file)?.day ?? ''}T00:00:00Z`);
    if (removal?.reason === 'age' && removal.time - begun < (least - 1) * DAY) {
      const age = Math.max(0, Math.floor((removal.time - begun) / DAY));
      const says = `${file} was removed as too old, when it was ${age} days old, and its log is kept for ${least}`;
      return { reason: 'unexplained', says };
    }
    if (removal !== undefined) {
      const why = removal.reason === 'age' ? 'its age' : 'the size of its log';
      const on = new Date(removal.time).toISOString().slice(0, 10);
      return {
        reason: 'line',
        says: `${file} was removed for ${why} on ${on}, as a log line records`,
      };
    }
    // Retention writes a line when it removes: so nothing left in time after the newest line.
    const asOf = Math.min(this.#now, Date.parse(this.#newest));
    if (asOf - begun > (most + 1) * DAY) {
      return { reason: 'age', says: `${file} is older than the ${most} days that its log is kept` };
    }
    return {
      reason: 'unexplained',
      says: `${file} is missing, and no log line records its removal`,
    };
  }

  #daysOf(log: string): { readonly least: number; readonly most: number } {
    if (this.#keepDays !== undefined) return { least: this.#keepDays, most: this.#keepDays };
    return this.#days.get(log) ?? { least: 0, most: Number.POSITIVE_INFINITY };
  }

  #noteRemoval({ files, reason }: Data, time: number): void {
    if (!Array.isArray(files)) return;
    const removal = { time, reason: String(reason) };
    for (const file of files) this.#removals.set(plainName(String(file)), removal);
  }

  #noteDays({ log, days }: Data): void {
    if (typeof log !== 'string' || typeof days !== 'number') return;
    const { least, most } = this.#days.get(log) ?? { least: days, most: days };
    this.#days.set(log, { least: Math.min(least, days), most: Math.max(most, days) });
  }
}

/** Compressing changes the name of a file, not what it is. */
export function plainName(file: string): string {
  return file.endsWith('.gz') ? file.slice(0, -'.gz'.length) : file;
}

type Data = LogEntry['data'];
