import { userInfo } from 'node:os';
import { EmasError } from '@emas/errors';
import type { Command } from 'commander';
import { eraseSubject, erasureAhead } from '../../subject/subject-erasure.ts';
import type { SubjectSources } from '../../subject/subject-search.ts';
import { EXIT } from '../exit-codes.ts';
import { withHelp } from '../help-text.ts';
import { jsonOption, jsonText } from '../json-output.ts';
import { erasureSummary } from './erasure-summary.ts';
import { withSubject, withSubjectOptions } from './subject-sources.ts';
import type { SubjectFlags } from './subject-sources.ts';

interface EraseFlags extends SubjectFlags {
  readonly yes?: boolean;
  readonly by?: string;
  readonly withoutRedis?: boolean;
}

/** `emas subject erase [DATA]` */
export function eraseCommand(command: Command): Command {
  withSubjectOptions(command)
    .description(
      'Erases what is kept of an account, and signs it out. Without --yes it only says what would be erased. For a request under GDPR, Art. 17, or of your own accord.',
    )
    .option('--yes', 'erase it; there is no way back but a backup')
    .option('--by <name>', 'who you are, for the log (default: your user name)')
    .option('--without-redis', 'there is no Redis any more, whatever the data map says')
    .addOption(jsonOption('what was erased, what stays and why'));
  return withHelp(command, {
    examples: [
      'emas subject erase --account ali',
      'emas subject erase --account ali --yes',
      'emas subject erase ./data/emas --account ali --yes --by siti --json > erased.json',
    ],
    exits: [
      '  0  nothing is left but what stays on purpose',
      '  1  something is left that should have gone: run it again',
      '  2  wrong usage',
      '  3  something could not be read or changed',
    ],
    notes: [
      'Run it as the user that the app runs as, on each machine that has log files. Apps may go on running.',
      'Erased lines of the log keep their places in it, so emas logs verify still holds them to their chain, and says when they were erased and by whom.',
      'Receipts of consent stay, as they prove what was agreed to; so do records of attacks. Not reached: browsers, the memory of running apps (it ends with their restart), backups, and receivers that were sent lines of the log. What the app itself keeps of its members is for the app to erase.',
    ],
  }).action(runErase);
}

async function runErase(given: string | undefined, flags: EraseFlags): Promise<void> {
  const { yes = false, by = userInfo().username, json, language } = flags;
  const told = await withSubject(given, flags, (name, sources) => {
    if (flags.withoutRedis !== true) mustHaveRedis(sources);
    return yes ? eraseSubject(name, sources, by) : erasureAhead(name, sources);
  });
  process.stdout.write(
    json === true
      ? `${jsonText({ ...told, done: yes })}\n`
      : erasureSummary(told, { isDone: yes, language }),
  );
  if (told.left.length > 0) process.exitCode = EXIT.found;
}

/** What is in Redis is found by what is in the log, which would be gone the next time. */
function mustHaveRedis({ map, redis }: SubjectSources): void {
  if (redis !== undefined || !map.some(({ kind }) => kind === 'redis')) return;
  throw new EmasError(
    'ERR_EMAS_SUBJECT_UNREAD',
    'The app keeps something in Redis, and no Redis was named. Nothing was erased.',
    {
      help: 'Name it: --redis URL, EMAS_REDIS_URL or REDIS_URL. If the app has none any more: --without-redis.',
    },
  );
}
