import type { ClickHouseClient } from '@clickhouse/client';
import type { Grouping } from '../days/groupings.ts';
import { runSqlFile } from './sql-files.ts';

/** The rules by which an app's newest figures were made. */
interface KeptRules {
  /** Fewest visitors that they are about; where there are few figures, maybe a multiple of it. */
  readonly smallest: number;
  /** Combinations of three dimensions that are kept. */
  readonly combine: readonly Grouping[];
}

interface RulesOfCells {
  readonly visitors: readonly number[];
  readonly combine: readonly Grouping[];
}

/**
 * What the figures themselves tell of the app's `smallCells` and `combine`, for a program that asks beside the
 * app: finer rules than the app's would make figures of an open day that the app hides.
 *
 * @returns `undefined` where nothing was shown or closed yet.
 * @throws The client's error.
 */
export async function readKeptRules(
  client: ClickHouseClient,
  app: string,
): Promise<KeptRules | undefined> {
  const found = await runSqlFile<RulesOfCells>(client, 'kept-rules', { app });
  const telling = found.filter(({ visitors }) => visitors.length > 0);
  if (telling.length === 0) return undefined;
  // Of two that differ, the coarser: settings change, and figures of an open day may be a stranger's.
  const smallest = Math.max(...telling.map(({ visitors }) => visitors.reduce(commonDivisor)));
  const combine = new Map(
    found.flatMap((one) => one.combine.map((names) => [names.join(' '), names])),
  );
  return { smallest, combine: [...combine.values()] };
}

function commonDivisor(one: number, other: number): number {
  return other === 0 ? one : commonDivisor(other, one % other);
}
