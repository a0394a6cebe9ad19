import type { Command } from 'commander';
import { withHelp } from '../help-text.ts';
import { jsonOption, jsonText } from '../json-output.ts';
import { useSessions, withSessionsPlace } from './sessions-at.ts';
import type { SessionsFlags } from './sessions-at.ts';

/** `emas sessions end` */
export function endCommand(command: Command): Command {
  command
    .description(
      'Ends all sessions of an account that are kept in Redis: it is signed out everywhere.',
    )
    .addOption(jsonOption('how many'));
  return withHelp(withSessionsPlace(command), {
    examples: [
      'emas sessions end --account ali',
      'emas sessions end --account ali --redis redis://127.0.0.1:6379 --app portal',
    ],
    notes: ['Anyone who knows the password can sign in again: change it as well.'],
  }).action(runEnd);
}

async function runEnd(flags: SessionsFlags): Promise<void> {
  const ended = await useSessions(flags, (registry, account) => registry.endAll(account));
  const text = ended === 1 ? '1 session was ended.' : `${ended} sessions were ended.`;
  process.stdout.write(flags.json === true ? `${jsonText({ ended })}\n` : `${text}\n`);
}
