import { EmasError } from '@emas/errors';
import { DEFAULT_SMALL_CELLS } from '@emas/options';
import { clearOpenDays } from '../days/clear-open-days.ts';
import { DayKeeper } from '../days/day-keeper.ts';
import type { KeptTraffic } from '../kept-traffic.ts';
import { Recorder } from '../record/recorder.ts';
import { EarlierImport } from './earlier-import.ts';
import type { ImportSummary, LogImporterOptions } from './import-options.ts';
import { IMPORTED } from './import-record.ts';
import { clickhouseTarget, NO_TARGET } from './import-target.ts';
import type { ImportTarget } from './import-target.ts';
import { LineRecorder } from './line-recorder.ts';
import { LogFile } from './log-file.ts';
import { LogImport } from './log-import.ts';
import type { ImportParts } from './log-import.ts';

/** Brings access logs through the same path as live requests, at their own times. */
export interface LogImporter {
  /**
   * Imports some files, or goes on where an earlier run stopped. Their lines are merged by time, whether they
   * follow one another or are of several servers.
   *
   * @returns What became of each, in the order in which they were given; those that a stop came before are absent.
   * @throws EmasError `ERR_EMAS_IMPORT_FILE` when a file cannot be read, `ERR_EMAS_IMPORT_FORMAT` when most of
   * its first lines are no requests: nothing of any of them is written then; `ERR_EMAS_LOG_UNPACK` when one is
   * packed and broken, `ERR_EMAS_LOG_FORMAT` when the format asked for cannot be used, `ERR_EMAS_IMPORT_PART`
   * when an interrupted batch was of more files than these, `ERR_EMAS_IMPORT_ENGINE` when ClickHouse stays
   * away: nothing is half done then, run it again. With `again` as `forget()` does, and
   * `ERR_EMAS_IMPORT_SHORTER` when a log has fewer lines than were counted of it: nothing is removed then.
   */
  importFiles(paths: readonly string[]): Promise<ImportSummary[]>;
  /**
   * Imports one file, as `importFiles()` does.
   *
   * @throws EmasError `ERR_EMAS_INTERRUPTED` when it was stopped before it began.
   */
  importFile(path: string): Promise<ImportSummary>;
  /**
   * Removes what was counted of these logs, and how far they were read; with `dryRun` it only says so.
   *
   * @returns What was kept of the days on which they have lines.
   * @throws EmasError `ERR_EMAS_IMPORT_SHARED` when another log with lines of the same days was imported: what
   * came from these alone is not known; and as `importFiles()` does when a log cannot be read. Nothing is removed
   * then. The client's error: what was begun is done by calling it again.
   */
  forget(paths: readonly string[]): Promise<KeptTraffic>;
  /**
   * Closes the days of the files so far: what they had is then kept as figures of nobody.
   *
   * @returns Their number.
   * @throws The client's error.
   */
  finish(): Promise<number>;
}

/** The tables must be there: see `migrateAnalytics()`. */
export function logImporter(options: LogImporterOptions): LogImporter {
  return new Importer(options);
}

class Importer implements LogImporter {
  readonly #app: string;
  readonly #parts: ImportParts;
  /** Where earlier imports went: a dry run reads there as well. */
  readonly #known: ImportTarget;

  constructor(options: LogImporterOptions) {
    const {
      client,
      app = 'default',
      timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone,
      hosts = [],
    } = options;
    const recorder = new Recorder({
      app,
      origin: IMPORTED,
      timeZone,
      network: { ipv4: 32, ipv6: 64 },
      maxVisitors: 1_000_000,
      maxPages: 10_000,
      maxHits: 1_000_000,
    });
    this.#app = app;
    this.#known = client === undefined ? NO_TARGET : clickhouseTarget(client, app);
    this.#parts = {
      options: { ...options, timeZone },
      target: options.dryRun === true ? NO_TARGET : this.#known,
      recorder,
      lines: new LineRecorder(recorder, app, hosts),
    };
  }

  async importFiles(paths: readonly string[]): Promise<ImportSummary[]> {
    if (this.#parts.options.again === true) return this.#importAgain(paths);
    return this.#importAll(await this.#lookedAt(paths, this.#parts.target));
  }

  async importFile(path: string): Promise<ImportSummary> {
    const [summary] = await this.importFiles([path]);
    if (summary !== undefined) return summary;
    throw new EmasError('ERR_EMAS_INTERRUPTED', 'The import was stopped before it began.');
  }

  async forget(paths: readonly string[]): Promise<KeptTraffic> {
    const { client, dryRun } = this.#parts.options;
    const earlier = await this.#earlierOf(await this.#lookedAt(paths, this.#known));
    const kept = await earlier.kept(client);
    if (dryRun !== true) await earlier.forget(client);
    return kept;
  }

  async finish(): Promise<number> {
    const { client, dryRun, timeZone, combine = [] } = this.#parts.options;
    if (client === undefined || dryRun === true) return 0;
    const { smallCells: smallest = DEFAULT_SMALL_CELLS } = this.#parts.options;
    const keeper = new DayKeeper({ client, app: this.#app, timeZone, smallest, combine });
    const closed = await keeper.closeDue({ origin: IMPORTED, before: '9999-01-01' });
    if (closed.length > 0) await clearOpenDays(client);
    return closed.length;
  }

  /** Reads the logs to their ends first: nothing is removed for a log that cannot be counted. */
  async #importAgain(paths: readonly string[]): Promise<ImportSummary[]> {
    const { options } = this.#parts;
    const files = await this.#lookedAt(paths, this.#known);
    const earlier = await this.#earlierOf(files);
    const dryRun = new Importer({ ...options, client: undefined, again: false, follow: false });
    let summaries = await dryRun.importFiles(paths);
    if (options.signal?.aborted === true) return [];
    earlier.requireWhole(files, summaries);
    if (options.dryRun !== true) {
      await earlier.forget(options.client);
      summaries = await this.#importAll(files);
    }
    const counted = new Map(files.map((file) => [file.path, earlier.countedOf(file)]));
    return summaries.map((summary) => {
      const instead = counted.get(summary.file);
      return instead === undefined ? summary : { ...summary, instead };
    });
  }

  async #earlierOf(files: readonly LogFile[]): Promise<EarlierImport> {
    return new EarlierImport(this.#app, await this.#known.allRecords(), files);
  }

  async #lookedAt(paths: readonly string[], target: ImportTarget): Promise<LogFile[]> {
    const options = { ...this.#parts.options, app: this.#app };
    const files = [...new Set(paths)].map((path) => new LogFile(path, options, target));
    for (const file of files) await file.look();
    return files;
  }

  async #importAll(files: readonly LogFile[]): Promise<ImportSummary[]> {
    const { follow, signal } = this.#parts.options;
    const summaries = new Map<string, ImportSummary>();
    // What is followed has no end for others to wait for.
    for (const round of follow === true ? [files] : roundsOf(files)) {
      if (signal?.aborted === true) break;
      for (const file of round) await file.refresh();
      for (const summary of await new LogImport(round, this.#parts).run()) {
        summaries.set(summary.file, summary);
      }
    }
    return files.flatMap(({ path }) => summaries.get(path) ?? []);
  }
}

/** Copies of one log are imported one after the other, so that each line counts once. */
function roundsOf(files: readonly LogFile[]): LogFile[][] {
  const rounds: LogFile[][] = [];
  for (const file of files) {
    const round = rounds.find((others) => !others.some((other) => other.head.isAlike(file.head)));
    if (round === undefined) rounds.push([file]);
    else round.push(file);
  }
  return rounds;
}
