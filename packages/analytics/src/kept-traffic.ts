import type { ClickHouseClient } from '@clickhouse/client';
import { runSqlFile } from './query/sql-files.ts';

/** How much is kept of an app. */
export interface KeptTraffic {
  readonly app: string;
  /** Days with figures. */
  readonly days: number;
  /** The first of them, `2026-11-20`; absent where there is none. */
  readonly from?: string;
  readonly to?: string;
  /** Of closed days as they are kept: rounded. */
  readonly views: number;
  /** Logs that were imported. */
  readonly logs: number;
}

/** A day of an app, and what was counted of it live ('' as origin) or from logs. */
interface KeptDay {
  readonly app: string;
  readonly day: string;
  readonly origin: string;
  readonly views: number;
}

/**
 * How much is kept of each app that has anything, by name.
 *
 * @param only `import` for what came from logs alone.
 * @throws The client's error.
 */
export async function keptTraffic(
  client: ClickHouseClient,
  { only }: { readonly only?: 'import' } = {},
): Promise<KeptTraffic[]> {
  const days = (await readKeptDays(client)).filter(
    ({ origin }) => only === undefined || origin === only,
  );
  const imports = await runSqlFile<{ app: string; logs: number }>(client, 'kept-imports', {});
  const logs = new Map(imports.map((one) => [one.app, one.logs]));
  const apps = new Set([...days, ...imports].map(({ app }) => app));
  return [...apps].toSorted().map((app) => ({
    app,
    ...sumOf(days.filter((day) => day.app === app)),
    logs: logs.get(app) ?? 0,
  }));
}

/** @param app Its days alone. @default those of all */
export async function readKeptDays(client: ClickHouseClient, app = ''): Promise<KeptDay[]> {
  return runSqlFile<KeptDay>(client, 'kept-days', { app });
}

/** @param kept By day. */
export function sumOf(kept: readonly KeptDay[]): Omit<KeptTraffic, 'app' | 'logs'> {
  const [from, to] = [kept[0]?.day, kept.at(-1)?.day];
  return {
    days: new Set(kept.map(({ day }) => day)).size,
    ...(from === undefined || to === undefined ? {} : { from, to }),
    views: kept.reduce((sum, { views }) => sum + views, 0),
  };
}
