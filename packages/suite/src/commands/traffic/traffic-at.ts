import { keptTraffic, trafficQueries } from '@emas/analytics';
import type { TrafficQueries } from '@emas/analytics';
import { readKeptRules } from '@emas/analytics/internal';
import { clickhouseAway } from '../clickhouse-away.ts';
import type { EngineFlags } from '../engine-at.ts';
import { useFigures } from '../figures-options.ts';
import { nothingKept } from '../forget-report.ts';
import { ownApp } from '../own-app.ts';
import { ownSmallCells } from '../small-cells.ts';
import { ownTimeZone } from '../time-zone-option.ts';
import { setting } from '../where.ts';

/** Whose figures are asked for, and where they are. */
export interface TrafficPlace extends EngineFlags {
  readonly app?: string;
  readonly timeZone?: string;
}

/** What the traffic page asks as well. */
interface Traffic {
  readonly app: string;
  readonly queries: TrafficQueries;
}

/**
 * Asks about the traffic of an app, by the rules by which the app keeps it.
 *
 * @throws EmasError as `existingFigures()` does, `ERR_EMAS_TRAFFIC_ENGINE` where ClickHouse does not answer, and
 * `ERR_EMAS_TRAFFIC_APP` where other apps have figures and this one has none.
 */
export async function useTraffic<Result>(
  place: TrafficPlace,
  use: (traffic: Traffic) => Promise<Result>,
): Promise<Result> {
  const app = place.app ?? ownApp();
  const timeZone = place.timeZone ?? ownTimeZone();
  const own = ownSmallCells().smallest;
  return useFigures(
    place,
    async (client) => {
      const all = await keptTraffic(client);
      if (all.length > 0 && !all.some((one) => one.app === app)) {
        throw nothingKept(app, 'traffic figures', all, 'ERR_EMAS_TRAFFIC_APP');
      }
      const kept = await readKeptRules(client, app);
      const smallCells = smallestOf(own, kept?.smallest);
      const combine = kept?.combine ?? [];
      return use({ app, queries: trafficQueries({ client, app, timeZone, smallCells, combine }) });
    },
    (cause) => clickhouseAway('ERR_EMAS_TRAFFIC_ENGINE', cause, 'Check the URL and the server.'),
  );
}

/**
 * The figures themselves say how coarse the app keeps them: a shell with other variables must not make finer
 * ones of the days that are open, neither for itself nor for the page, which shows what was made last.
 */
function smallestOf(own: number, kept: number | undefined): number {
  if (kept === undefined) return own;
  const isSaid = setting(process.env, 'EMAS_SMALL_CELLS') !== undefined;
  return isSaid ? Math.max(own, kept) : kept;
}
