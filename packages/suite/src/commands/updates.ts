import { searchLogs } from '@emas/logging';
import type { LogEntry } from '@emas/logging';
import { Command } from 'commander';
import { readTime } from './time-argument.ts';
import { writeLine } from './write-line.ts';

interface UpdatesFlags {
  readonly since?: number;
  readonly json?: boolean;
}

const EXAMPLES = `
Examples:
  emas updates ./data/logs
  emas updates ./data/logs --since 30d --json`;

/** `emas updates FOLDER`: what was different from one start to the next. */
export function updatesCommand(): Command {
  return new Command('updates')
    .summary('show which versions changed, and when')
    .description("Shows the history of the app's version, Node's, and those of its packages.")
    .argument('<folder>', 'that createLogger({ folder }) was given')
    .option('--since <time>', '2026-11-01, 2026-11-01T08:00Z, 12h, 7d', readTime)
    .option('--json', 'print lines as they stand in the file')
    .addHelpText('after', EXAMPLES)
    .action(runUpdates);
}

async function runUpdates(folder: string, { since, json }: UpdatesFlags): Promise<void> {
  let found = 0;
  const query = { category: 'update', ...(since === undefined ? {} : { since }) };
  for await (const entry of searchLogs(folder, query)) {
    if (entry.event === 'log_file_opened') continue;
    found += 1;
    await writeLine(json === true ? entry.text : render(entry));
  }
  if (found === 0 && json !== true) await writeLine('No update was logged.');
}

function render({ time, event, data }: LogEntry): string {
  const at = new Date(time).toISOString().slice(0, 16).replace('T', ' ');
  const text = (key: string): string => {
    const value = data[key];
    return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  };
  const what: Readonly<Record<string, string>> = {
    versions_recorded: `first seen: app ${text('version')}, Node ${text('node')}, ${text('packages')} packages`,
    app_updated: `app ${text('from')} → ${text('to')}`,
    node_updated: `Node ${text('from')} → ${text('to')}`,
    package_added: `+ ${text('package')} ${text('to')}`,
    package_updated: `  ${text('package')} ${text('from')} → ${text('to')}`,
    package_removed: `- ${text('package')} ${text('from')}`,
    updates_unreadable: `could not be compared: ${text('file')}: ${text('fault')}`,
  };
  return `${at}  ${what[event] ?? event}`;
}
