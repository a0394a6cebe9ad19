import { VISIT_DIMENSIONS } from '../dimensions.ts';
import type { AnyDimension } from '../dimensions.ts';
import { isOfVisitEnd } from './groupings.ts';
import type { Grouping } from './groupings.ts';

/*
 * Statements that turn the rows of one day into cells. Their text is put together from the list of
 * dimensions alone; what anybody sent goes in as parameters.
 */

/** Stands for all values that too few visitors had. */
export const OTHER = '(other)';

/** The rows of one day; of a day that is being closed, those parts that were there when it began. */
const ROWS = `{from:Identifier}
    WHERE app = {app:String} AND day = {day:Date} AND origin = {origin:String}
      AND (empty({parts:Array(String)}) OR _part IN {parts:Array(String)})`;

/** In the background: pages are answered meanwhile, and memory is bounded. */
const BOUNDS = `SETTINGS max_threads = 1, max_bytes_before_external_group_by = 150000000,
  max_memory_usage = 450000000`;

const CELL_COLUMNS = 'dimension1, dimension2, dimension3, value1, value2, value3';
const MEASURES = ['views', 'visits', 'starts', 'bounces', 'duration'];

/** A number that is the same each time, and that nobody can know beforehand. */
const HASH = 'sipHash64Keyed((toUInt64({low:UInt64}), toUInt64({high:UInt64})), ';

const PLACES: ReadonlyMap<string, number> = new Map(
  VISIT_DIMENSIONS.map((name, index) => [name, index + 1]),
);

/** Where a row says what a visit was from its start. */
function ofVisit(name: AnyDimension): string {
  return `told[${PLACES.get(name) ?? 0}]`;
}

/** Values of too few visitors are one value. */
function folded(name: AnyDimension, value: string): string {
  return `if({smallest:UInt32} = 1 OR ${value} IN (
      SELECT value FROM emas_kept WHERE portion = {portion:UInt64} AND dimension = '${name}'
    ), ${value}, '${OTHER}') AS ${name}`;
}

type Fold = (name: AnyDimension, value: string) => string;
const plain: Fold = (name, value) => `${value} AS ${name}`;

/** How rows of hits become rows that are grouped. */
interface Reading {
  readonly fold: Fold;
  /**
   * Whether the visitors of a cell are counted by shards. A cell's keys are otherwise one piece, which does not
   * fit into the memory that a statement may take where a day has millions of them.
   */
  readonly isSpread: boolean;
}

/** What a row has besides its dimensions: its shard, and its measures. */
function withShard({ isSpread }: Reading, shard: string, measures: readonly string[]): string[] {
  return isSpread ? [`toUInt8(${shard}) AS shard`, ...measures] : [...measures];
}

/** Views are counted where they were, visits where they began. */
function hitRows(names: readonly AnyDimension[], reading: Reading): string {
  const { fold, isSpread } = reading;
  const ofVisits = names.filter((name) => name !== 'page');
  const told = ofVisits.map((name) =>
    fold(name, name === 'hour' ? 'toString(hit_hour)' : ofVisit(name)),
  );
  const rows = `SELECT ${[...told, 'pages', 'steps', 'keys'].join(', ')}
    FROM (
      SELECT hour AS hit_hour, splitByChar('\\t', visit) AS told, pages, steps, keys
      FROM ${ROWS} AND kind IN ('hit', 'view')
    )`;
  const ofPage = names.map((name) => (name === 'page' ? fold(name, 'hit_page') : name));
  // A row has many pages and keys, and one value of everything else.
  const views =
    isSpread || names.includes('page')
      ? `SELECT ${[...ofPage, ...withShard(reading, SHARD, PAGE_MEASURES)].join(', ')}
  FROM (${rows})
  ARRAY JOIN pages AS hit_page, steps AS step, keys AS key`
      : `SELECT ${[...names, ...VIEW_MEASURES].join(', ')} FROM (${rows})`;
  const ofStart = names.map((name) =>
    fold(name, name === 'page' ? ofVisit('entry_page') : ofVisit(name)),
  );
  return `${views}
  UNION ALL
  SELECT ${[...ofStart, ...withShard(reading, '0', START_MEASURES)].join(', ')}
  FROM (
    SELECT splitByChar('\\t', visit) AS told, countEqual(left_pages, '') AS starts,
      arrayCount(step -> step >= 2, steps) AS second_views, arraySum(amounts) AS seconds
    FROM ${ROWS} AND kind IN ('hit', 'visit')
  )
  WHERE starts != 0 OR second_views != 0 OR seconds != 0`;
}

/** Of a visitor: the key is a hash. */
const SHARD = 'key % 64';
const NO_VISITS = ['0 AS m_starts', '0 AS m_bounces', '0 AS m_duration'];
const VIEW_MEASURES = [
  'length(keys) AS m_views',
  '0 AS m_page_visits',
  ...NO_VISITS,
  'keys AS m_keys',
];
const PAGE_MEASURES = [
  '1 AS m_views',
  'step % 2 AS m_page_visits',
  ...NO_VISITS,
  '[key] AS m_keys',
];
const START_MEASURES = [
  '0 AS m_views',
  '0 AS m_page_visits',
  'starts AS m_starts',
  'toInt64(starts) - second_views AS m_bounces',
  'seconds AS m_duration',
  '[] AS m_keys',
];

const END_MEASURES = [
  '0 AS m_views',
  '0 AS m_page_visits',
  'toUInt64(ends) AS m_starts',
  '0 AS m_bounces',
  '0 AS m_duration',
  '[key] AS m_keys',
];

/** A visit ends on the page to which it went without leaving it again. */
function endRows(names: readonly AnyDimension[], reading: Reading): string {
  const values = names.map((name) =>
    reading.fold(name, name === 'exit_page' ? 'ended' : ofVisit(name)),
  );
  return `SELECT ${[...values, ...withShard(reading, SHARD, END_MEASURES)].join(', ')}
  FROM (
    SELECT splitByChar('\\t', visit) AS told, ended, key, ends
    FROM (
      SELECT visit, move.1 AS ended, key, sum(move.2) AS ends
      FROM (
        SELECT visit, arrayJoin(arrayZip(keys, pages, left_pages)) AS hop, hop.1 AS key,
          arrayJoin([(hop.2, 1), (hop.3, -1)]) AS move
        FROM ${ROWS} AND kind IN ('hit', 'visit')
      )
      WHERE move.1 != ''
      GROUP BY visit, ended, key
      HAVING ends > 0
    )
  )`;
}

/** One row for each cell of these groupings, with who is in it. */
function grouped(groupings: readonly Grouping[], reading: Reading): string {
  const { isSpread } = reading;
  const names = [...new Set(groupings.flat())];
  const rows = groupings.some(isOfVisitEnd) ? endRows(names, reading) : hitRows(names, reading);
  // grouping() has a bit for each of these columns, the first one highest, set where it is not in the group.
  const mask = (grouping: Grouping): number =>
    names.reduce((bits, name) => bits * 2 + (grouping.includes(name) ? 0 : 1), 0);
  const masks = groupings.map(mask).join(', ');
  const choose = ([first = '', ...rest]: readonly string[]): string =>
    rest.length === 0
      ? first
      : `transform(grouping(${names.join(', ')}), [${masks}], [${[first, ...rest].join(', ')}], ${first})`;
  const places = [0, 1, 2].flatMap((place) => {
    const used = [...new Set(groupings.flatMap((grouping) => grouping[place] ?? []))];
    const name = `dimension${place + 1}`;
    const values = used.map((one) => `${name} = '${one}', ${one}`);
    return [
      `${choose(groupings.map((grouping) => `'${grouping[place] ?? ''}'`))} AS ${name}`,
      `${values.length === 0 ? "''" : `multiIf(${values.join(', ')}, '')`} AS value${place + 1}`,
    ];
  });
  const byPage = choose(groupings.map((grouping) => (grouping.includes('page') ? '1' : '0')));
  const sets = groupings.map((grouping) => [...grouping, ...(isSpread ? ['shard'] : [])]);
  const cells = `SELECT ${places.join(',\n    ')},
    uniqExactArray(m_keys) AS people, minArray(m_keys) AS least,
    sum(m_views) AS all_views,
    if(${byPage} = 1, sum(m_page_visits), sum(m_starts)) AS all_visits,
    if(${byPage} = 1, sum(m_starts), 0) AS all_starts,
    sum(m_bounces) AS all_bounces, sum(m_duration) AS all_duration
  FROM (${rows})
  GROUP BY GROUPING SETS (${sets.map((set) => `(${set.join(', ')})`).join(', ')})`;
  return isSpread ? joined(cells) : cells;
}

/** Each visitor is in one shard. */
function joined(cells: string): string {
  const sums = ['people', ...MEASURES.map((name) => `all_${name}`)].map(
    (name) => `sum(shards.${name}) AS ${name}`,
  );
  return `SELECT ${CELL_COLUMNS}, minIf(shards.least, shards.people > 0) AS least, ${sums.join(', ')}
  FROM (${cells}) AS shards
  GROUP BY ${CELL_COLUMNS}`;
}

/** The values that enough visitors had to be told apart. */
export function keptStatement(groupings: readonly Grouping[], isSpread: boolean): string {
  return `INSERT INTO emas_kept (portion, dimension, value)
SELECT {portion:UInt64}, dimension1, value1 FROM (
  ${grouped(groupings, { fold: plain, isSpread })}
)
WHERE people >= {smallest:UInt32} ${BOUNDS}`;
}

/** Cells of some groupings, either all of visits' ends or none. */
export function cellStatement(groupings: readonly Grouping[], isSpread: boolean): string {
  return inserted(grouped(groupings, { fold: folded, isSpread }));
}

/** Visitors by the hour in which they were first seen: what a day had up to an hour. */
export const firstHourStatement: string =
  inserted(`SELECT 'first_hour' AS dimension1, '' AS dimension2,
    '' AS dimension3, first AS value1, '' AS value2, '' AS value3,
    count() AS people, min(key) AS least, 0 AS all_views, 0 AS all_visits, 0 AS all_starts,
    0 AS all_bounces, 0 AS all_duration
  FROM (
    SELECT arrayJoin(keys) AS key, min(toString(hour)) AS first
    FROM ${ROWS} AND kind IN ('hit', 'view')
    GROUP BY key
  )
  GROUP BY value1`);

/** Requests that were left out, by reason and bot: nobody's, but rounded as all the rest. */
export const leftOutStatement: string = `INSERT INTO {into:Identifier}
  (app, day, portion, dimension1, dimension2, value1, value2, views)
SELECT {app:String}, {day:Date}, {portion:UInt64}, 'left_out', 'bot', reason, name,
  {smallest:UInt32} * intDiv(requests + ${HASH}(reason, name)) % {smallest:UInt32}, {smallest:UInt32}) AS shown
FROM (
  SELECT pages[1] AS reason, visit AS name, sum(amounts[1]) AS requests
  FROM ${ROWS} AND kind = 'left_out'
  GROUP BY reason, name
)
WHERE shown > 0`;

/**
 * Rounds visitors at random to a multiple of the smallest group. Each cell has a random number of its own, so
 * that two cells which differ by one person say no more about him than two that do not. In a cell of fewer
 * people than that the number is theirs (of the least key) and not the cell's: all the small cells of one
 * person are rounded up together, or, as a rule, none of them is. The other figures are scaled with the
 * visitors and rounded in the same way, which leaves their order and their expected value as they were.
 */
function inserted(cells: string): string {
  const scaled = (name: string): string =>
    `if({smallest:UInt32} = 1, toUInt64(all_${name}),
      toUInt64({smallest:UInt32} * floor(all_${name} * shown / people / {smallest:UInt32} + luck)))`;
  return `INSERT INTO {into:Identifier} (app, day, portion, ${CELL_COLUMNS}, visitors, ${MEASURES.join(', ')})
SELECT {app:String}, {day:Date}, {portion:UInt64}, ${CELL_COLUMNS},
  shown, ${MEASURES.map(scaled).join(', ')}
FROM (
  SELECT * REPLACE (greatest(0, all_bounces) AS all_bounces),
    if(people < {smallest:UInt32}, ${HASH}least), ${HASH}(${CELL_COLUMNS}))) AS draw,
    {smallest:UInt32} * intDiv(people + draw % {smallest:UInt32}, {smallest:UInt32}) AS shown,
    (${HASH}(draw, 'scale')) % 1048576) / 1048576 AS luck
  FROM (
  ${cells}
  )
)
WHERE shown > 0 ${BOUNDS}`;
}
