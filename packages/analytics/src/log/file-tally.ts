import type { RecorderCounts } from '../record/recorder.ts';
import type { ImportSummary, MalformedLine } from './import-options.ts';
import type { LogFile, TimedLine } from './log-file.ts';

const SHOWN_MALFORMED = 5;
const SHOWN_CHARACTERS = 120;

/** What became of the lines of one file. */
export class FileTally {
  readonly #file: LogFile;
  readonly #before: number;
  readonly #leftOut = new Map<string, number>();
  readonly #malformed: MalformedLine[] = [];
  #lines = 0;
  #views = 0;
  #visits = 0;
  #passedOver = 0;
  #comments = 0;
  #strange = 0;

  constructor(file: LogFile) {
    this.#file = file;
    this.#before = file.record.lines;
  }

  get lines(): number {
    return this.#lines;
  }

  add({ number, read, text }: TimedLine): void {
    this.#lines += 1;
    if (read === 'comment') this.#comments += 1;
    if (read !== undefined) return;
    this.#strange += 1;
    if (this.#malformed.length >= SHOWN_MALFORMED) return;
    this.#malformed.push({ number, text: text.slice(0, SHOWN_CHARACTERS) });
  }

  passOver(): void {
    this.#passedOver += 1;
  }

  /** What a recorder has counted of it meanwhile. */
  addCounts(from: RecorderCounts, to: RecorderCounts): void {
    this.#views += to.views - from.views;
    this.#visits += to.visits - from.visits;
    const before = new Map(Object.entries(from.leftOut));
    for (const [reason, count] of Object.entries(to.leftOut)) {
      const more = count - (before.get(reason) ?? 0);
      if (more > 0) this.#leftOut.set(reason, (this.#leftOut.get(reason) ?? 0) + more);
    }
  }

  summary(complete: boolean, hint: Pick<ImportSummary, 'ownHost'>): ImportSummary {
    return {
      file: this.#file.path,
      format: this.#file.format,
      lines: this.#lines,
      views: this.#views,
      visits: this.#visits,
      leftOut: Object.fromEntries(this.#leftOut),
      passedOver: this.#passedOver,
      comments: this.#comments,
      strange: this.#strange,
      ...hint,
      before: this.#before,
      malformed: this.#malformed,
      complete,
    };
  }
}
