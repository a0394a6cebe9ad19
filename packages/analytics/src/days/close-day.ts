import { setTimeout as sleep } from 'node:timers/promises';
import type { ClickHouseClient } from '@clickhouse/client';
import { sendBatch } from '@emas/clickhouse/internal';
import { warnOnce } from '@emas/warnings';
import { runSqlFile } from '../query/sql-files.ts';
import type { AppDay } from './app-day.ts';
import { portionName } from './day-cells.ts';
import type { DayCells, PortionPlace } from './day-cells.ts';
import { deleteRows, dropParts, dropShown, moveToClosing } from './day-tables.ts';
import { readForgetRound } from './forget-round.ts';

/** A portion that counts. */
interface ClosedPortion {
  readonly portion: string;
  /** Numbers that stand for the parts that it was made of. */
  readonly contents: readonly string[];
}

interface ClosingPart {
  readonly part: string;
  readonly hits: number;
  readonly content: string;
}

/** A day that is to be closed. */
interface Closing {
  readonly client: ClickHouseClient;
  readonly cells: DayCells;
  readonly day: AppDay;
  /** Stops it: another process, or the next start, goes on. */
  readonly signal: AbortSignal | undefined;
}

/** A claim may come late to the replica that is asked. */
const MOST_LOOKS = 10;
const LOOK_AGAIN_MS = 300;
/** Each turn counts rows, or sees that another process has counted some. */
const MOST_TURNS = 10;

/**
 * Turns the rows of a day into the cells that are kept, and drops them with their keys.
 *
 * Nothing is locked. The rows are moved aside in one step; cells count once their portion is claimed, with the
 * parts that it was made of; parts are dropped when a portion with them counts. A process that is killed in
 * between leaves something that the next one can tell: rows that were not counted yet, parts that were.
 *
 * @throws The client's error, or that of the signal; what was begun is done again by the next one.
 */
export async function closeDay(closing: Closing): Promise<void> {
  const { client, day, signal } = closing;
  await moveToClosing(client, day);
  let refused = 0;
  for (let turn = 0; turn < MOST_TURNS; turn += 1) {
    signal?.throwIfAborted();
    const round = await readForgetRound(client, day);
    const closed = await readClosed(client, day);
    const parts = await runSqlFile<ClosingPart>(client, 'closing-parts', { ...day });
    const counted = new Set(closed.flatMap(({ contents }) => contents));
    const left = parts.filter(({ content }) => !counted.has(content));
    if (left.length === 0) return dropClosed(client, day, parts);
    const outcome = await count(closing, left, { round, before: closed.length, refused });
    if (outcome === 'refused') refused += 1;
  }
  warnOnce(
    'WARN_EMAS_ANALYTICS_CLOSING',
    `${day.day} is not closed yet: ${MOST_TURNS} times its rows changed while they were counted. It will be tried again.`,
  );
}

async function readClosed(client: ClickHouseClient, day: AppDay): Promise<ClosedPortion[]> {
  return runSqlFile<ClosedPortion>(client, 'closed-portions', { ...day });
}

/**
 * Claims are made by name, of which ClickHouse takes the first and drops all others: of the processes that make
 * the same portion at the same moment one has it, and the others take theirs back.
 */
async function count(
  { client, cells, day, signal }: Closing,
  left: readonly ClosingPart[],
  place: PortionPlace,
): Promise<Outcome> {
  const work = {
    signal,
    from: 'emas_closing',
    into: 'emas_cells',
    parts: left.map(({ part }) => part),
    hits: left.reduce((sum, { hits }) => sum + hits, 0),
  } as const;
  const portion = await cells.write(day, work, place);
  await sendBatch(client, {
    token: portionName('closed', day, place),
    table: 'emas_closed_days',
    rows: 1,
    body: Buffer.from(
      JSON.stringify({ ...day, parts: left.map(({ content }) => content), portion }),
    ),
  });
  const outcome = await outcomeOf(client, day, portion, place);
  if (outcome !== 'counts') {
    for (const table of ['emas_closed_days', 'emas_cells'] as const) {
      await deleteRows(client, table, day.app, [BigInt(portion)]);
    }
  }
  return outcome;
}

/**
 * `taken`: by another process. `forgotten`: forgetting drops the rows, tells its round, and removes what is
 * claimed by then; what is claimed later finds another round. `refused`: the name was used, and what it was
 * used for is gone, as in a database that was restored.
 */
type Outcome = 'counts' | 'taken' | 'forgotten' | 'refused';

async function outcomeOf(
  client: ClickHouseClient,
  day: AppDay,
  own: string,
  { round, before }: PortionPlace,
): Promise<Outcome> {
  for (let looks = 1; ; looks += 1) {
    const closed = await readClosed(client, day);
    if ((await readForgetRound(client, day)) !== round) return 'forgotten';
    if (closed.some(({ portion }) => portion === own)) return 'counts';
    if (closed.length > before) return 'taken';
    if (looks === MOST_LOOKS) return 'refused';
    await sleep(LOOK_AGAIN_MS);
  }
}

/** The rows come last: by them the next process finds a day of which something is left. */
async function dropClosed(
  client: ClickHouseClient,
  day: AppDay,
  parts: readonly ClosingPart[],
): Promise<void> {
  await dropShown(client, day);
  await dropParts(
    client,
    parts.map(({ part }) => part),
  );
}
