import type { KeptPlace } from '@emas/data-map';
import { WORDS, keptText } from '@emas/privacy/internal';
import type { Command } from 'commander';
import { clickhouseAway } from '../clickhouse-away.ts';
import type { EngineFlags } from '../engine-at.ts';
import { EXIT } from '../exit-codes.ts';
import { placeOptions } from '../figures-options.ts';
import { withHelp } from '../help-text.ts';
import { jsonOption, jsonText } from '../json-output.ts';
import { table } from '../table.ts';
import type { Column } from '../table.ts';
import { minuteOf } from '../time-text.ts';
import { dataArgument, foundNotice } from './notice-file.ts';
import { lastingKey, oldestFile, oldestRow } from './oldest.ts';
import type { FoundThere } from './oldest.ts';
import { withStores } from './stores.ts';

interface RetentionFlags extends Omit<EngineFlags, 'data'> {
  readonly engine?: string;
  readonly redis?: string;
  readonly json?: boolean;
}

/** A place, and whether what is in it is as old as it may be. */
interface Kept extends FoundThere {
  readonly id: string;
  readonly where: string;
  readonly says: string;
  readonly state: 'kept' | 'empty' | 'over' | 'not checked';
}

const DAY_MS = 86_400_000;
/** What removes looks each hour; rows of a TTL go with the next merge, which may be days away. */
const SLACK_MS: Readonly<Partial<Record<KeptPlace['kind'], number>>> = {
  file: 2 * 3_600_000,
  table: 32 * DAY_MS,
  redis: 120_000,
};

/** `emas privacy retention [DATA]` */
export function retentionCommand(command: Command): Command {
  const [, url] = placeOptions();
  command
    .description('Shows for each file, table and key how long it may be kept, and how old it is.')
    .addArgument(dataArgument())
    .option('--engine <folder>', 'of the embedded engine (default: clickhouse in the data folder)')
    .addOption(url)
    .option('--redis <url>', 'a Redis server (default: EMAS_REDIS_URL, REDIS_URL)')
    .addOption(jsonOption('the list'));
  return withHelp(command, {
    examples: ['emas privacy retention', 'emas privacy retention ./data/emas --json'],
    found: 'if something is older than allowed.',
    notes: [
      'A file counts as overdue two hours after its time, a table row 32 days after it, because ClickHouse removes rows when it merges parts. Not checked are cookies, memory, files where new lines are added to old ones, and Redis if none is given.',
    ],
  }).action(runRetention);
}

async function runRetention(given: string | undefined, flags: RetentionFlags): Promise<void> {
  const { versions, data } = foundNotice(given);
  const looked = await lookAt(versions[0].places, data, flags);
  process.stdout.write(
    flags.json === true ? `${jsonText(looked, ['oldest', 'ends'])}\n` : textOf(looked),
  );
  if (looked.some(({ state }) => state === 'over')) process.exitCode = EXIT.found;
}

function lookAt(
  places: readonly KeptPlace[],
  data: string,
  flags: RetentionFlags,
): Promise<readonly Kept[]> {
  const now = Date.now();
  return withStores(
    { ...flags, data, map: places },
    async ({ client, redis }) => {
      const look: Looks = {
        file: (place) => (isDated(place) ? oldestFile(data, place) : undefined),
        ...(client === undefined ? {} : { table: (place) => oldestRow(client, place) }),
        ...(redis === undefined ? {} : { redis: (place) => lastingKey(redis, place, now) }),
      };
      const found: Kept[] = [];
      for (const place of places) found.push(judged(place, await look[place.kind]?.(place), now));
      return found;
    },
    (cause) => clickhouseAway('ERR_EMAS_PRIVACY_ENGINE', cause),
  );
}

/** Files of which the newest line says how old they are; in others new lines come to old ones. */
function isDated({ id }: KeptPlace): boolean {
  return id.startsWith('log/') || id.endsWith('/waiting');
}

/** How places of a kind are looked at; those of others are not. */
type Looks = Readonly<
  Partial<
    Record<
      KeptPlace['kind'],
      (place: KeptPlace) => FoundThere | Promise<FoundThere | undefined> | undefined
    >
  >
>;

function judged(place: KeptPlace, found: FoundThere | undefined, now: number): Kept {
  const { id, where, kept } = place;
  const says = keptText(kept, WORDS.en, 'en');
  if (found === undefined) return { id, where, says, count: 0, state: 'not checked' };
  if (found.count === 0) return { id, where, says, ...found, state: 'empty' };
  return { id, where, says, ...found, state: isOver(place, found, now) ? 'over' : 'kept' };
}

function isOver(
  { kind, kept }: KeptPlace,
  { oldest, ends, ttl }: FoundThere,
  now: number,
): boolean {
  if (!('ms' in kept)) return false;
  const { ms, most = 0 } = kept;
  const allowed = Math.max(ms, most);
  if (ttl !== undefined && ttl !== allowed) return true;
  const age = ends === undefined ? now - (oldest ?? now) : ends - now;
  // An open day is counted from its beginning, and closed by the app itself.
  const slack = kept.after === 'day' ? 2 * DAY_MS : (SLACK_MS[kind] ?? 0);
  return age > allowed + slack;
}

const COLUMNS: readonly Column[] = [
  { heading: 'state' },
  { heading: 'where', elastic: true },
  { heading: 'items', align: 'right' },
  { heading: 'oldest, or last end (UTC)' },
  { heading: 'may be kept', spare: 1 },
];

function textOf(looked: readonly Kept[]): string {
  const rows = looked.map(({ state, where, count, oldest, ends, says }) => [
    state,
    where,
    state === 'not checked' ? '' : String(count),
    timeText(ends ?? oldest),
    says,
  ]);
  const over = looked.filter(({ state }) => state === 'over');
  const last =
    over.length === 0
      ? 'Nothing is older than allowed.'
      : `Overdue: ${over.map(({ where }) => where).join(', ')}.`;
  return `${table(COLUMNS, rows)}\n${last}\n`;
}

function timeText(time: number | undefined): string {
  if (time === undefined) return '';
  return time === Infinity ? 'never' : minuteOf(time);
}
