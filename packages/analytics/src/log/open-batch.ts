import { createHash } from 'node:crypto';
import { localDay } from '@emas/calendar';
import type { ImportRecord } from './import-record.ts';
import type { LogFile, TimedLine } from './log-file.ts';

/** Where a log is after the batch. */
export interface BatchPart {
  readonly file: LogFile;
  /** Names the log as far as it is read then. */
  readonly id: string;
  readonly before: ImportRecord;
  readonly after: ImportRecord;
}

/** Long lines make a batch of fewer. */
const MOST_TEXT = 32 * 1024 * 1024;

/** How far a log is in the batch, and when its lines were that count. */
interface Reach {
  lines: number;
  end: number;
  first: number;
  last: number;
}

/** Lines that are sent together: of each log, all from where it was to where it is. */
export class OpenBatch {
  readonly #timeZone: string;
  readonly #lines: TimedLine[] = [];
  readonly #reached = new Map<LogFile, Reach>();
  #text = 0;

  /** @param timeZone Of the app's days. */
  constructor(timeZone: string) {
    this.#timeZone = timeZone;
  }

  /** @param counts Whether something is kept of the line. */
  add(line: TimedLine, counts: boolean): void {
    const { file, end, time } = line;
    const reach = this.#reach(file);
    this.#text += end - reach.end;
    reach.lines = line.number - file.record.lines;
    reach.end = end;
    if (counts) {
      reach.first = Math.min(reach.first, time);
      reach.last = Math.max(reach.last, time);
    }
    this.#lines.push(line);
  }

  get length(): number {
    return this.#lines.length;
  }

  isFull(mostLines: number): boolean {
    return this.#lines.length >= mostLines || this.#text >= MOST_TEXT;
  }

  /** By time: within a batch, lines that are out of order are not any more. */
  inOrder(): readonly TimedLine[] {
    return this.#lines.toSorted((one, other) => one.time - other.time);
  }

  /**
   * One part for each log, all with the name of the batch: one that was interrupted keeps its name, and ClickHouse
   * counts it once.
   *
   * @param round How often imports were forgotten.
   */
  parts(round: number): readonly BatchPart[] {
    const reached = [...this.#reached].map(([file, reach]) => {
      return { file, reach, id: file.head.idAt(reach.end) };
    });
    const places = reached.map(({ file, id }) => `${id}:${file.record.position}`);
    const name = createHash('sha256')
      .update([round, ...places.toSorted()].join('\n'))
      .digest('hex');
    return reached.map(({ file, reach, id }) => {
      const { record, isInterrupted } = file;
      const before: ImportRecord = {
        ...record,
        ...this.#daysWith(record, reach),
        log: record.log === '' ? id : record.log,
        pending: reach.end,
        batch: isInterrupted ? record.batch : name,
      };
      const after = { ...before, position: reach.end, lines: record.lines + reach.lines };
      return { file, id, before, after };
    });
  }

  #reach(file: LogFile): Reach {
    const known = this.#reached.get(file);
    if (known !== undefined) return known;
    const reach = { lines: 0, end: file.record.position, first: Infinity, last: -Infinity };
    this.#reached.set(file, reach);
    return reach;
  }

  #daysWith(record: ImportRecord, { first, last }: Reach): Pick<ImportRecord, 'first' | 'last'> {
    if (first > last) return record;
    const [from, to] = [localDay(first, this.#timeZone), localDay(last, this.#timeZone)];
    return {
      first: from < record.first ? from : record.first,
      last: to > record.last ? to : record.last,
    };
  }
}
