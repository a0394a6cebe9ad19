import type { ChainKey } from '../file/chain.ts';
import { messageOf } from '../thrown.ts';
import type { KnownAnchors } from './anchors.ts';
import type { Finding, MissingFiles } from './finding.ts';
import { plainName } from './removal-proof.ts';
import { digestOf } from './sealed-line.ts';
import type { SealedLine } from './sealed-line.ts';

type Line = SealedLine | Foreign;

/** A line that does not look like one of ours. */
export interface Foreign {
  readonly file: string;
  readonly number: number;
  readonly seq: undefined;
}

/**
 * Follows one chain, a line at a time, and says where it breaks.
 *
 * A line whose mac does not fit is judged by the one after it: that one follows either the line as it was
 * written (then it is the line that was altered, or lines before it are missing), or the line before (then
 * it was inserted).
 */
export class ChainCheck {
  readonly findings: Finding[] = [];
  readonly #keys: ReadonlyMap<string, ChainKey>;
  readonly #anchors: KnownAnchors;
  /** Names of the chain: one, unless all files were taken away and it began anew. */
  readonly chains: Set<string> = new Set();
  /** Macs that other places vouch for, by number. */
  #vouched: ReadonlyMap<number, string> = new Map();
  #key: ChainKey | undefined;
  #mac: string | undefined;
  #seq: number | undefined;
  #first: number | undefined;
  #wasKeyed = false;
  #lines = 0;
  #doubtful: Line | undefined;
  readonly #inserted = new Map<number, Finding>();
  readonly #onAccepted: (line: SealedLine, chain: string) => void;
  #chain = '';
  #unkeyed = 0;
  /** Files that were before those that are here, or between them. */
  readonly missingFiles: MissingFiles[] = [];

  /** @param onAccepted Given each line that is as the logger wrote it, or erased it, and the name of its chain. */
  constructor(
    keys: ReadonlyMap<string, ChainKey>,
    anchors: KnownAnchors,
    onAccepted: (line: SealedLine, chain: string) => void,
  ) {
    this.#keys = keys;
    this.#anchors = anchors;
    this.#onAccepted = onAccepted;
  }

  /** Whether any file said that its lines have macs. */
  get isChained(): boolean {
    return this.#wasKeyed;
  }

  /** Lines without macs, where there are others that have some. */
  get unkeyed(): number {
    return this.#wasKeyed ? this.#unkeyed : 0;
  }

  get lines(): number {
    return this.#lines;
  }

  /** Numbers of the first and the last line. */
  get range(): { readonly first: number | undefined; readonly last: number | undefined } {
    return { first: this.#first, last: this.#seq };
  }

  next(line: Line): void {
    this.#lines += 1;
    const doubtful = this.#doubtful;
    this.#doubtful = undefined;
    if (doubtful !== undefined) this.#judge(doubtful, line);
    if (!this.#follows(line)) this.#doubtful = line;
  }

  /** A file whose rest cannot be read, as of a damaged archive. */
  unreadable(file: string, error: unknown): void {
    this.#find('unreadable', { file, number: this.#lines + 1 }, undefined, messageOf(error));
  }

  /** After the last line. */
  end(file: string): void {
    if (this.#doubtful !== undefined) this.#judge(this.#doubtful, undefined);
    this.#doubtful = undefined;
    if (this.#keys.size > 0 && !this.#wasKeyed && this.#lines > 0) {
      this.#find(
        'unchained',
        { file, number: 1 },
        undefined,
        'a key was given, but no line has a MAC',
      );
    }
    const last = this.#seq ?? 0;
    const furthest = Math.max(0, ...this.#vouched.keys());
    if (furthest <= last) return;
    const seq = { from: last + 1, to: furthest };
    const says = `an anchor records line ${furthest}, but the log ends with ${last}`;
    this.#find('tail missing', { file, number: this.#lines + 1 }, seq, says);
  }

  /** Whether a line is what comes next; then it is accepted. */
  #follows(line: Line): boolean {
    if (line.seq === undefined) return false;
    if (line.opening !== undefined) this.#takeKey(line);
    if (this.#seq === undefined) return this.#begins(line);
    if (this.#key === undefined) return line.seq === this.#seq + 1 && this.#accept(line);
    // The digest of an erased line is of its number too, but nobody can read it out of that; before the very first
    // mac anything could stand.
    const isNumbered = line.erased !== undefined || this.#mac === '';
    const isInOrder = !isNumbered || line.seq === this.#seq + 1;
    return isInOrder && this.#fits(this.#mac ?? '', line) && this.#accept(line);
  }

  /** The first line there is: older files may have left, and it tells what they ended with. */
  #begins(line: SealedLine): boolean {
    const isUnverifiable = line.mac === '' || line.opening !== undefined;
    if (this.#key === undefined) return isUnverifiable && this.#accept(line);
    if (line.opening === undefined) return false;
    return this.#fits(line.opening.previous, line) && this.#accept(line);
  }

  /** What the first line of a file says of the file itself, and of the one before. */
  #readOpening(line: SealedLine, gap: Finding | undefined): void {
    const { opening, file, seq } = line;
    if (opening === undefined) return;
    const { after } = opening;
    const isFirst = this.#first === undefined;
    if (after !== '' && (isFirst || gap !== undefined)) {
      this.missingFiles.push({ after, finding: gap, file, seq });
    }
    if (opening.file !== plainName(file)) {
      this.#find('moved', line, undefined, `this file was written as ${opening.file}`);
    }
  }

  #accept(line: SealedLine): true {
    // Anybody can add lines without macs: they prove nothing where there is a key.
    if (this.#key !== undefined || this.#keys.size === 0) this.#onAccepted(line, this.#chain);
    else this.#unkeyed += 1;
    this.#readOpening(line, undefined);
    this.#first ??= line.seq;
    this.#seq = line.seq;
    this.#mac = line.mac;
    const vouched = this.#vouched.get(line.seq);
    if (vouched !== undefined && vouched !== line.mac) {
      this.#find('altered', line, one(line.seq), 'an anchor records another MAC for this line');
    }
    return true;
  }

  /** A file may begin with another key than the one before, but not without any: anybody can do that. */
  #takeKey(line: SealedLine): void {
    const name = line.opening?.key ?? '';
    const key = this.#keys.get(name);
    if (name === '' && this.#wasKeyed) {
      this.#find(
        'unchained',
        line,
        undefined,
        'from here on lines have no MACs, but earlier lines had',
      );
    }
    if (name !== '' && key === undefined) {
      const says = `it is chained with the key ${name}, which was not given`;
      this.#find('unknown key', line, undefined, says);
    }
    this.#chain = line.opening?.chain ?? '';
    this.chains.add(this.#chain);
    this.#vouched = this.#anchors.get(this.#chain)?.macs ?? new Map();
    this.#wasKeyed ||= name !== '';
    this.#key = key;
  }

  #fits(previous: string, line: SealedLine): boolean {
    const key = this.#key;
    return key !== undefined && key.mac(previous, digestOf(line, key)) === line.mac;
  }

  /** @param after What stands behind it; `undefined` at the end. */
  #judge(line: Line, after: Line | undefined): void {
    if (line.seq === undefined) {
      const says = 'it is not a line that the logger wrote, or it was altered beyond recognition';
      this.#find('inserted', line, undefined, says);
      return;
    }
    if (this.#seq === undefined && line.opening === undefined && line.mac !== '') {
      this.#beginAmidst(line, after);
      return;
    }
    const expected = (this.#seq ?? line.seq - 1) + 1;
    if (this.#isGap(line, after, expected)) return;
    const next = after?.seq === undefined ? undefined : after;
    if (next !== undefined && this.#fits(this.#mac ?? '', next)) {
      const says = 'the line after it follows the line before it';
      this.#inserted.set(line.seq, this.#find('inserted', line, one(line.seq), says));
      return;
    }
    this.#altered(line, next, expected);
  }

  /** Its text or its mac: whichever it is, the line after it follows the line as it was written. */
  #altered(line: SealedLine, next: SealedLine | undefined, expected: number): void {
    const key = this.#key;
    const written = key?.mac(this.#mac ?? '', digestOf(line, key)) ?? '';
    const isMacAltered = next !== undefined && written !== line.mac && this.#fits(written, next);
    const says = isMacAltered
      ? 'its MAC is not the one it was written with'
      : 'its text is not what was written';
    this.#find('altered', line, one(expected), says);
    this.#seq = expected;
    this.#mac = isMacAltered ? written : line.mac;
    this.#first ??= expected;
  }

  /** A log that begins with some other line than its files do: what was before is cut off. */
  #beginAmidst(line: SealedLine, after: Line | undefined): void {
    const before = { from: line.seq - 1, to: line.seq - 1 };
    this.#find('missing', line, before, 'the first line of the file is missing');
    const follows = (key: ChainKey): boolean =>
      after?.seq !== undefined && key.mac(line.mac, digestOf(after, key)) === after.mac;
    this.#key = [...this.#keys.values()].find(follows);
    this.#wasKeyed = true;
    this.#accept(line);
  }

  /** Whether lines before this one are missing: what it and the line after it say of themselves fits. */
  #isGap(line: SealedLine, after: Line | undefined, expected: number): boolean {
    if (!this.#isGenuine(line, after)) return false;
    const number = after?.seq === undefined ? line.seq : after.seq - 1;
    if (number <= expected) return false;
    const moved = number === expected + 1 ? this.#inserted.get(expected) : undefined;
    if (moved === undefined) {
      const seq = { from: expected, to: number - 1 };
      const count = number - expected === 1 ? 'a line is' : `${number - expected} lines are`;
      const gap = this.#find('missing', line, seq, `${count} missing before it`);
      this.#readOpening(line, gap);
    } else {
      this.findings.splice(this.findings.indexOf(moved), 1, {
        ...moved,
        kind: 'moved',
        says: `it was written as number ${expected}, but is in another place`,
      });
    }
    this.#first ??= number;
    this.#seq = number;
    this.#mac = line.mac;
    return true;
  }

  /** Whether a line that does not follow the one before it is as it was written, as far as that shows. */
  #isGenuine(line: SealedLine, after: Line | undefined): boolean {
    if (line.opening !== undefined) return this.#fits(line.opening.previous, line);
    if (after === undefined) return true;
    if (after.seq === undefined) return false;
    return this.#key === undefined ? after.seq === line.seq + 1 : this.#fits(line.mac, after);
  }

  #find(
    kind: Finding['kind'],
    { file, number }: { readonly file: string; readonly number: number },
    seq: Finding['seq'],
    says: string,
  ): Finding {
    const finding = { kind, file, line: number, seq, says };
    if (this.findings.length < MOST_FINDINGS) this.findings.push(finding);
    return finding;
  }
}

/** One altered key makes every line wrong: nobody reads a million findings. */
export const MOST_FINDINGS = 100;

function one(seq: number): { readonly from: number; readonly to: number } {
  return { from: seq, to: seq };
}
