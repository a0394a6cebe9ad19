import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEngine } from '../../../test/engine/start-engine.ts';
import type { Engine } from '../../../test/engine/start-engine.ts';
import { logImporter, migrateAnalytics, trafficQueries } from '../src/index.ts';
import type {
  ImportSummary,
  LogImporterOptions,
  TrafficQueries,
  TrafficQuestion,
} from '../src/index.ts';

export const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0';

/** A combined line, so many seconds after the midnight (UTC) that begins 20 November 2026. */
export function requestLine(
  second: number,
  address: string,
  path: string,
  referrer = '-',
  agent: string = FIREFOX,
): string {
  const time = new Date(Date.UTC(2026, 10, 20) + second * 1000).toISOString();
  const clock = `${time.slice(8, 10)}/Nov/2026:${time.slice(11, 19)} +0000`;
  return `${address} - - [${clock}] "GET ${path} HTTP/1.1" 200 5 "${referrer}" "${agent}"\n`;
}

/** What of an app is in the database. */
interface Kept {
  readonly views: number;
  readonly visits: number;
  readonly visitors: number;
  /** Lines that tell of no request. */
  readonly invalid: number;
}

const question: TrafficQuestion = { from: '2026-11-19', to: '2026-11-21' };

/** An engine, a folder for logs, and apps of their own. */
export interface ImportHarness {
  readonly engine: Engine;
  file(name: string, bytes: Buffer | string): string;
  import(app: string, path: string, options?: Partial<LogImporterOptions>): Promise<ImportSummary>;
  kept(app: string): Promise<Kept>;
  /** Pages that were viewed. */
  pages(app: string): Promise<string[]>;
  /** Whether the database knows anything of an app's imports. */
  hasRecords(app: string): Promise<boolean>;
  stop(): Promise<void>;
}

export async function startImports(): Promise<ImportHarness> {
  const engine = await startEngine();
  const folder = mkdtempSync(join(tmpdir(), 'emas-import-'));
  await migrateAnalytics(engine.client);
  const queriesOf = (app: string): TrafficQueries =>
    trafficQueries({ client: engine.client, app, timeZone: 'UTC', smallCells: 1 });
  return {
    engine,
    file(name, bytes) {
      const path = join(folder, name);
      writeFileSync(path, bytes);
      return path;
    },
    import: async (app, path, options = {}) =>
      logImporter({ client: engine.client, app, timeZone: 'UTC', ...options }).importFile(path),
    async pages(app) {
      const { rows } = await queriesOf(app).breakdown(question, 'page', { limit: 1000 });
      return rows.map(({ value }) => value).toSorted();
    },
    async kept(app) {
      const { views, visits, visitors } = await queriesOf(app).totals(question);
      const leftOut = await queriesOf(app).leftOut(question);
      const invalid = leftOut.find(({ reason }) => reason === 'invalid')?.count ?? 0;
      return { views, visits, visitors, invalid };
    },
    async hasRecords(app) {
      const rows = await engine.rows(`SELECT 1 FROM emas_imports WHERE app = '${app}' LIMIT 1`);
      return rows.length > 0;
    },
    async stop() {
      await engine.stop();
      rmSync(folder, { recursive: true });
    },
  };
}
