import { join } from 'node:path';
import { accountHasher } from '@emas/events/internal';
import type { Command } from 'commander';
import { withHelp } from '../help-text.ts';
import { jsonOption, jsonText } from '../json-output.ts';
import { accountKeys } from '../logs/log-keys.ts';
import { logFolder } from '../logs/log-folder.ts';
import { withAccount, withPeriod } from '../logs/query-options.ts';
import type { QueryFlags } from '../logs/query-options.ts';
import { readEntries } from '../logs/read-entries.ts';
import { dataArgument, foundNotice, languageOption } from '../privacy/notice-file.ts';
import type { TextFlags } from '../privacy/notice-file.ts';
import { BreachReader } from './facts.ts';
import type { BreachFacts } from './facts.ts';
import { breachReport } from './report.ts';

interface BreachFlags
  extends TextFlags, Pick<QueryFlags, 'since' | 'until' | 'account' | 'keyFile'> {}

/** What is looked at where nobody says: the time within which the Commissioner is to be told. */
const HOURS_72 = 72 * 3_600_000;

/** `emas breach [DATA]` */
export function breachCommand(command: Command): Command {
  command
    .description(
      'Writes a report of a breach from the log: which accounts, what happened, when and from where; for the notification within 72 hours (PDPA 2010, s 12B).',
    )
    .addArgument(dataArgument())
    .addOption(languageOption())
    .addOption(jsonOption('the report'));
  return withHelp(withAccount(withPeriod(command)), {
    examples: [
      'emas breach --since 2026-11-25 --until 2026-11-27 > breach.md',
      'emas breach --since 72h --account ali --language ms',
    ],
    notes: [
      'It lists accounts with a sign that somebody else entered them: a sign-in after failures, two distant countries at once, a challenged session. With --account, that account is always listed. Without --since it covers the last 72 hours. Details that the log does not have are left for you to fill in.',
    ],
  }).action(runBreach);
}

async function runBreach(given: string | undefined, flags: BreachFlags): Promise<void> {
  const { versions, data } = foundNotice(given);
  const until = flags.until ?? Date.now();
  const since = flags.since ?? until - HOURS_72;
  const reader = new BreachReader(hashesOf(flags, data));
  for await (const entry of readEntries(logFolder(join(data, 'logs')), { since, until })) {
    reader.take(entry);
  }
  const facts = reader.facts();
  process.stdout.write(
    flags.json === true
      ? `${jsonText({ since, until, ...plain(facts) }, ['since', 'until', 'first', 'last', 'time'])}\n`
      : breachReport({ since, until, facts, notice: versions[0] }, flags.language),
  );
}

/** @throws EmasError `ERR_EMAS_LOG_KEY` where a name is given and no key. */
function hashesOf(
  { account, keyFile }: BreachFlags,
  data: string,
): ReadonlySet<string> | undefined {
  if (account === undefined) return undefined;
  const keys = accountKeys(keyFile, { ...process.env, EMAS_DATA: data });
  return new Set([account, ...keys.map((key) => accountHasher(key)(account))]);
}

/** Maps as objects, for programs. */
function plain({ accounts, answers, readers, ...rest }: BreachFacts): object {
  return {
    ...rest,
    accounts: accounts.map(({ signs, origins, ...account }) => ({
      ...account,
      signs: Object.fromEntries(signs),
      origins: Object.fromEntries(origins),
    })),
    answers: Object.fromEntries(answers),
    readers: Object.fromEntries(readers),
  };
}
