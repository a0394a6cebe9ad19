import { entryFilter, entryText, followLogs, searchLogs } from '@emas/logging';
import type { LogEntry } from '@emas/logging';
import { Command, InvalidArgumentError } from 'commander';
import { inColour } from '../colour.ts';
import { writeLine } from '../write-line.ts';
import { queryOf, withQueryOptions } from './query-options.ts';
import type { QueryFlags } from './query-options.ts';

interface TailFlags extends QueryFlags {
  readonly json?: boolean;
  readonly lines: number;
  readonly follow: boolean;
}

const EXAMPLES = `
Examples:
  emas logs tail ./data/logs
  emas logs tail ./data/logs --category auth --lines 50
  emas logs tail ./data/logs --level error --no-follow`;

/** `emas logs tail FOLDER` */
export function tailCommand(): Command {
  const command = new Command('tail')
    .summary('show the last lines, and those that come')
    .description('Shows the last lines of all logs together, and what is written from then on.')
    .argument('<folder>', 'that createLogger({ folder }) was given')
    .option('--lines <count>', 'to begin with', readCount, 10)
    .option('--no-follow', 'stop there')
    .option('--json', 'print lines as they stand in the file');
  return withQueryOptions(command).addHelpText('after', EXAMPLES).action(runTail);
}

async function runTail(folder: string, flags: TailFlags): Promise<void> {
  const show = entryText(inColour());
  const asJson = flags.json === true || !process.stdout.isTTY;
  const write = (entry: LogEntry): Promise<void> => writeLine(asJson ? entry.text : show(entry));
  const stop = new AbortController();
  const interrupt = (): void => stop.abort();
  process.once('SIGINT', interrupt);
  process.once('SIGTERM', interrupt);
  const query = queryOf(flags);
  const following = followLogs(folder, stop.signal);
  // Takes its place at the ends of the files before those are read: what comes meanwhile is not lost.
  const first = flags.follow ? following.next() : undefined;
  for (const entry of await lastEntries(searchLogs(folder, query), flags.lines)) await write(entry);
  if (first === undefined) return;
  const matches = entryFilter(query);
  for (let next = await first; next.done !== true; next = await following.next()) {
    if (matches(next.value)) await write(next.value);
  }
}

async function lastEntries(entries: AsyncIterable<LogEntry>, count: number): Promise<LogEntry[]> {
  const last: LogEntry[] = [];
  for await (const entry of entries) {
    last.push(entry);
    if (last.length > count * 2 + 1000) last.splice(0, last.length - count);
  }
  return count === 0 ? [] : last.slice(-count);
}

function readCount(text: string): number {
  const count = Number(text);
  if (Number.isInteger(count) && count >= 0) return count;
  throw new InvalidArgumentError('A whole number, please.');
}
