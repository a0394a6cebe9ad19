import type { ClickHouseClient } from '@clickhouse/client';
import { EmasError } from '@emas/errors';
import type { AppDay } from '../days/app-day.ts';
import { forgetDays } from '../days/forget-days.ts';
import { readKeptDays, sumOf } from '../kept-traffic.ts';
import type { KeptTraffic } from '../kept-traffic.ts';
import type { CountedBefore, ImportSummary } from './import-options.ts';
import { forgetImportRecords, IMPORTED } from './import-record.ts';
import type { KeptRecord } from './import-record.ts';
import type { LogFile } from './log-file.ts';

/**
 * What earlier imports counted of some logs. Figures do not say which log they came from, but a record says on
 * which days a log has lines: where no other log has lines of these days, what is kept of them can be removed.
 */
export class EarlierImport {
  readonly #app: string;
  readonly #all: readonly KeptRecord[];
  /** Of these logs. */
  readonly #records: readonly KeptRecord[];

  /**
   * @param all Records of all logs of the app.
   * @param files The logs, whose beginnings were read.
   * @throws EmasError `ERR_EMAS_IMPORT_SHARED` where other logs have lines of the same days.
   */
  constructor(app: string, all: readonly KeptRecord[], files: readonly LogFile[]) {
    this.#app = app;
    this.#all = all;
    this.#records = all.filter((record) => files.some((file) => isOf(record, file)));
    refuseShared(this.#records, all);
  }

  /** What was counted of one of the logs; `undefined` where it is new. */
  countedOf(file: LogFile): CountedBefore | undefined {
    const [longest] = this.#records
      .filter((record) => isOf(record, file))
      .toSorted((one, other) => other.lines - one.lines);
    if (longest === undefined) return undefined;
    const { lines, first: from, last: to } = longest;
    return { lines, ...(from > to ? {} : { from, to }) };
  }

  /** @throws EmasError `ERR_EMAS_IMPORT_SHORTER` where a log has less than was counted of it. */
  requireWhole(files: readonly LogFile[], read: readonly ImportSummary[]): void {
    for (const { path, head } of files.filter((file) => this.countedOf(file) === undefined)) {
      const isLike = (record: KeptRecord): boolean =>
        !this.#records.includes(record) && record.file.startsWith(head.stem());
      if (this.#all.some(isLike)) throw shorter(`${path} begins like one, and is not the same`);
    }
    const lines = new Map(read.map((summary) => [summary.file, summary.lines]));
    for (const record of this.#records) {
      const own = files.filter((file) => isOf(record, file));
      const most = Math.max(...own.map(({ path }) => lines.get(path) ?? 0));
      const path = own[0]?.path ?? '';
      if (most < record.lines) throw shorter(`${path} has ${most} of its ${record.lines} lines`);
    }
  }

  /** What is kept of their days. */
  async kept(client: ClickHouseClient | undefined): Promise<KeptTraffic> {
    const days = client === undefined ? [] : await readKeptDays(client, this.#app);
    return {
      app: this.#app,
      ...sumOf(days.filter((day) => this.#isOn(day))),
      logs: new Set(this.#records.map(({ log }) => log)).size,
    };
  }

  /** @throws The client's error; what was begun is done by calling it again. */
  async forget(client: ClickHouseClient | undefined): Promise<void> {
    if (client === undefined || this.#records.length === 0) return;
    await forgetDays(client, this.#app, (day) => this.#isOn(day));
    // Last: they say which days these are.
    const files = this.#records.map(({ file }) => file);
    await forgetImportRecords(client, this.#app, files);
  }

  #isOn({ day, origin }: AppDay): boolean {
    return (
      origin === IMPORTED && this.#records.some(({ first, last }) => first <= day && day <= last)
    );
  }
}

function isOf({ file }: KeptRecord, log: LogFile): boolean {
  return log.head.coveredBy(file) > 0;
}

function refuseShared(own: readonly KeptRecord[], all: readonly KeptRecord[]): void {
  const days: string[] = [];
  const logs = new Set<string>();
  for (const other of all.filter((record) => !own.includes(record))) {
    for (const record of own) {
      const first = record.first > other.first ? record.first : other.first;
      const last = record.last < other.last ? record.last : other.last;
      if (first > last) continue;
      days.push(first, last);
      logs.add(other.log);
    }
  }
  const [from = '', ...rest] = days.toSorted();
  if (logs.size === 0) return;
  throw new EmasError(
    'ERR_EMAS_IMPORT_SHARED',
    `Nothing was changed: ${logs.size === 1 ? 'another log' : `${logs.size} other logs`} with lines of the same days (${from} to ${rest.at(-1) ?? from}) ${logs.size === 1 ? 'was' : 'were'} imported, and figures do not say which log they came from.`,
    {
      help: 'Give those logs as well; or forget all imports of the app (emas import --forget), then import all of its logs.',
    },
  );
}

function shorter(what: string): EmasError {
  return new EmasError(
    'ERR_EMAS_IMPORT_SHORTER',
    `Nothing was changed: a log was counted before, and ${what}.`,
    {
      help: 'Give the whole log. A log that only begins alike is imported without --again; to lose what is missing, forget the log first (emas import --forget FILE).',
    },
  );
}
