import type { SessionSummary } from '@emas/session';
import { visibleText } from '@emas/logging/internal';
import type { Command } from 'commander';
import { withHelp } from '../help-text.ts';
import { jsonOption, jsonText } from '../json-output.ts';
import { table } from '../table.ts';
import type { Column } from '../table.ts';
import { minuteOf } from '../time-text.ts';
import { useSessions, withSessionsPlace } from './sessions-at.ts';
import type { SessionsFlags } from './sessions-at.ts';

/** `emas sessions [list]` */
export function listCommand(command: Command): Command {
  command
    .description('Lists the sessions of an account that are kept in Redis, the oldest first.')
    .addOption(jsonOption('them'));
  return withHelp(withSessionsPlace(command), {
    examples: [
      'emas sessions list --account ali',
      'emas sessions list --account ali --redis redis://127.0.0.1:6379 --app portal --json',
    ],
    notes: [
      'The name is visible in your shell history and, while the command runs, in the process list.',
    ],
  }).action(runList);
}

async function runList(flags: SessionsFlags): Promise<void> {
  const all = await useSessions(flags, (registry, account) => registry.list(account));
  process.stdout.write(flags.json === true ? `${jsonText(all)}\n` : listText(all));
}

const COLUMNS: readonly Column[] = [
  { heading: 'started (UTC)' },
  { heading: 'last used (UTC)' },
  { heading: 'ends (UTC)' },
  { heading: 'address' },
  { heading: 'browser', elastic: true },
];

function listText(all: readonly SessionSummary[]): string {
  if (all.length === 0) return 'This account has no session.\n';
  const rows = all.map(({ startedAt, seenAt, endsAt, address, client }) => [
    minuteOf(startedAt.getTime()),
    minuteOf(seenAt.getTime()),
    minuteOf(endsAt.getTime()),
    visibleText(address),
    visibleText(client),
  ]);
  return table(COLUMNS, rows);
}
