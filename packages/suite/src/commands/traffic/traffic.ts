import { DIMENSIONS } from '@emas/analytics';
import type { Dimension } from '@emas/analytics';
import { PERIODS, rangeOf, readReportQuestion, trafficReport } from '@emas/dashboards/internal';
import { Option } from 'commander';
import type { Command } from 'commander';
import { appOption, placeOptions } from '../figures-options.ts';
import { withHelp } from '../help-text.ts';
import { jsonOption, jsonText } from '../json-output.ts';
import { readPositive } from '../number-argument.ts';
import { readTimeZone } from '../time-zone-option.ts';
import { readPeriod } from './period.ts';
import type { AskedPeriod } from './period.ts';
import { rowsCsv, trafficCsv } from './traffic-csv.ts';
import { rowsText, trafficText } from './traffic-text.ts';
import { useTraffic } from './traffic-at.ts';
import type { TrafficPlace } from './traffic-at.ts';

interface TrafficFlags extends TrafficPlace {
  readonly period: AskedPeriod;
  readonly by?: Dimension;
  readonly rows?: number;
  readonly json?: boolean;
  readonly csv?: boolean;
}

const ROWS = 5;
const ROWS_BY = 25;

/** `emas traffic`: what the traffic page shows. */
export function trafficCommand(command: Command): Command {
  const [data, url] = placeOptions();
  command
    .description('Shows the figures of the traffic page: visitors, sources and pages.')
    .addOption(
      new Option('--period <period>', 'one of these, or two days, 2026-11-01..2026-11-07')
        .choices(PERIODS)
        .argParser(readPeriod)
        .default(readPeriod('7d'), '7d'),
    )
    .addOption(new Option('--by <dimension>', 'only the rows of one list').choices(DIMENSIONS))
    .option(
      '--rows <number>',
      `rows of each list (default: ${ROWS}, with --by ${ROWS_BY})`,
      readPositive,
    )
    .addOption(appOption('app whose visitors they are'))
    .option(
      '--time-zone <zone>',
      "of the app's days, the same as the app's (default: EMAS_TIME_ZONE, or the machine's)",
      readTimeZone,
    )
    .addOption(data)
    .addOption(url)
    .addOption(jsonOption('the report').conflicts('csv'))
    .option('--csv', 'print a table for spreadsheets');
  return withHelp(command, {
    examples: [
      'emas traffic',
      'emas traffic --period 30d --app portal',
      'emas traffic --period 2026-11-01..2026-11-30 --by page --rows 100 --csv > pages.csv',
      "emas traffic --period today --json | jq '.totals.visitors'",
    ],
    notes: [
      'The figures are those of the page: rounded, and without small groups, as the app keeps them. EMAS_SMALL_CELLS can make them coarser here, never finer. Visitors of several days are the sum of those of each day.',
    ],
  }).action(runTraffic);
}

async function runTraffic(flags: TrafficFlags): Promise<void> {
  const output = flags.by === undefined ? await reportOf(flags) : await rowsOf(flags, flags.by);
  process.stdout.write(output);
}

async function reportOf(flags: TrafficFlags): Promise<string> {
  const { period, rows = ROWS, json, csv } = flags;
  const { question, report } = await useTraffic(flags, async (site) => {
    const asked = readReportQuestion({ query: period }, site);
    return { question: asked, report: await trafficReport(asked, site, rows) };
  });
  if (json === true) return `${jsonText(report)}\n`;
  if (csv === true) return trafficCsv(report);
  return trafficText(report, question.before.untilHour !== undefined);
}

async function rowsOf(flags: TrafficFlags, dimension: Dimension): Promise<string> {
  const { period, rows: limit = ROWS_BY, json, csv } = flags;
  const list = await useTraffic(flags, async (site) => {
    const { asked, now } = readReportQuestion({ query: period }, site);
    const { app, queries } = site;
    const breakdown = await queries.breakdown(now, dimension, { limit });
    const { smallCells } = queries;
    return { app, range: rangeOf(asked), smallCells, dimension, breakdown };
  });
  if (json === true) return `${jsonText(list)}\n`;
  return csv === true ? rowsCsv(list) : rowsText(list);
}
