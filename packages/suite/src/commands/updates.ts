import { visibleText } from '@emas/logging/internal';
import type { LogEntry } from '@emas/logging';
import type { Command } from 'commander';
import { folderArgument } from './folder-argument.ts';
import { withHelp } from './help-text.ts';
import { jsonLinesOption } from './json-output.ts';
import { writeEntry } from './logs/entry-writer.ts';
import { withSince } from './logs/query-options.ts';
import { readEntries } from './logs/read-entries.ts';
import { minuteOf } from './time-text.ts';
import { logFolder } from './logs/log-folder.ts';
import { writeLine } from './write-line.ts';

interface UpdatesFlags {
  readonly since?: number;
  readonly json?: boolean;
}

/** `emas updates [FOLDER]`: what was different from one start to the next. */
export function updatesCommand(command: Command): Command {
  command
    .description('Shows the version history of the app, Node and packages.')
    .addArgument(folderArgument());
  return withHelp(withSince(command).addOption(jsonLinesOption()), {
    examples: [
      'emas updates',
      'emas updates ./data/logs --since 30d',
      'emas updates ./data/logs --json | jq \'select(.event == "package_added") | .data\'',
    ],
  }).action(runUpdates);
}

async function runUpdates(given: string | undefined, flags: UpdatesFlags): Promise<void> {
  const { since, json = false } = flags;
  const query = { category: 'update', ...(since === undefined ? {} : { since }) };
  let found = 0;
  for await (const entry of readEntries(logFolder(given), query)) {
    if (entry.event === 'log_file_opened') continue;
    if (found === 0 && !json) await writeLine('time (UTC)        change');
    found += 1;
    await (json ? writeEntry(entry) : writeLine(render(entry)));
  }
  if (found === 0 && !json) await writeLine('No update was logged.');
}

function render({ time, event, data }: LogEntry): string {
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
  return `${minuteOf(time)}  ${visibleText(what[event] ?? event)}`;
}
