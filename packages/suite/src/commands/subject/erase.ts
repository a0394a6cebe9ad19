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
      'Erases the data about an account, and signs it out. Without --yes it only lists what would be erased. For requests under GDPR, Art. 17, or on your own initiative.',
    )
    .option('--yes', 'erase it; only a backup can bring it back')
    .option('--by <name>', 'who you are, for the log (default: your user name)')
    .option('--without-redis', 'the app no longer has a Redis, although the data map lists it')
    .addOption(jsonOption('what was erased, what stays and why'));
  return withHelp(command, {
    examples: [
      'emas subject erase --account ali',
      'emas subject erase --account ali --yes',
      'emas subject erase ./data/emas --account ali --yes --by siti --json > erased.json',
    ],
    exits: [
      '  0  nothing is left except what stays on purpose',
      '  1  something is left that should have been erased: run it again',
      '  2  wrong usage',
      '  3  something could not be read or changed',
    ],
    notes: [
      'Run it as the user that the app runs as, on each machine that has log files. Apps may keep running.',
      'Erased log lines keep their places, so emas logs verify can still verify the chain, and shows when and by whom they were erased.',
      'Consent receipts stay, because they prove what was agreed to; so do records of attacks. Not reached: browsers, the memory of running apps (until they restart), backups, and receivers of log lines. The app must erase its own data about its members.',
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
    'The app keeps data in Redis, and no Redis was named. Nothing was erased.',
    {
      help: 'Give --redis URL, or set EMAS_REDIS_URL or REDIS_URL. If the app no longer has a Redis, give --without-redis.',
    },
  );
}
