import { SEED } from '../../../test/runner/repetition.ts';
import { DayKeeper } from '../src/days/day-keeper.ts';
import type { Hit } from '../src/hit.ts';
import { logImporter } from '../src/index.ts';
import type { ImportSummary, LogImporter, LogImporterOptions } from '../src/index.ts';
import { queriesOf } from '../src/query/traffic-queries.ts';
import { requestLine, startImports } from './import-harness.ts';
import type { ImportHarness } from './import-harness.ts';
import { recordInto } from './record-into.ts';
import { simulatedHits } from './simulated-traffic.ts';

const ZONE = 'UTC';
const DAY = 86_400;
export const DAY_MS: number = DAY * 1000;
/** 18 November 2026. */
export const FROM: number = Date.UTC(2026, 10, 18);
const LATER = FROM + 30 * DAY_MS;
/** Of three days. */
export const HITS: readonly Hit[] = simulatedHits(SEED, {
  ...{ from: FROM, to: FROM + 3 * DAY_MS, visits: 100 },
});

/** An engine, and the app that a test is about. */
export interface ForgettingHarness {
  readonly imports: ImportHarness;
  /** Begins another app. */
  use(name: string): string;
  countLive(hits: readonly Hit[]): Promise<void>;
  importer(options?: Partial<LogImporterOptions>): LogImporter;
  importAll(
    paths: readonly string[],
    options?: Partial<LogImporterOptions>,
  ): Promise<ImportSummary[]>;
  keeper(now?: number): DayKeeper;
  /** Closes the days of what was counted live, or of imports, as the app does when they are over. */
  close(origin: '' | 'import', now?: number): Promise<void>;
  views(app?: string): Promise<number>;
  pages(): Promise<string[]>;
  /** Writes a log with lines of one day of November 2026. */
  log(name: string, day: number, count: number): string;
}

export async function startForgetting(): Promise<ForgettingHarness> {
  const imports = await startImports();
  const { client } = imports.engine;
  let app = '';
  const keeperOf = (name: string, now = LATER): DayKeeper =>
    new DayKeeper({
      ...{ client, app: name, timeZone: ZONE, smallest: 1, combine: [], now: () => now },
    });
  const importer: ForgettingHarness['importer'] = (options = {}) =>
    logImporter({ client, app, timeZone: ZONE, smallCells: 1, ...options });
  const span = { from: '2026-11-01', to: '2026-12-01' };
  return {
    imports,
    use: (name) => (app = name),
    countLive: async (hits) => recordInto(client, hits, { app, timeZone: ZONE }),
    importer,
    importAll: async (paths, options) => importer(options).importFiles(paths),
    keeper: (now) => keeperOf(app, now),
    close: async (origin, now) =>
      void (await keeperOf(app, now).closeDue({ origin, before: '9999-01-01' })),
    views: async (name = app) => (await queriesOf(keeperOf(name)).totals(span)).views,
    pages: async () =>
      (await queriesOf(keeperOf(app)).breakdown(span, 'page', {})).rows.map(({ value }) => value),
    log: (name, day, count) =>
      imports.file(
        `${app}-${name}`,
        Array.from({ length: count }, (_, n) =>
          requestLine((day - 20) * DAY + n * 60, `203.0.113.${n % 250}`, `/${name}/${n}`),
        ).join(''),
      ),
  };
}
