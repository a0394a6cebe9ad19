import { join } from 'node:path';
import { EmasError } from '@emas/errors';
import { mustHaveKeys } from '@emas/logging/internal';
import type { Command } from 'commander';
import type { SubjectSources } from '../../subject/subject-search.ts';
import type { EngineFlags } from '../engine-at.ts';
import { placeOptions } from '../figures-options.ts';
import { accountKeys, keyFileOption } from '../logs/log-keys.ts';
import { dataArgument, foundNotice, languageOption } from '../privacy/notice-file.ts';
import type { TextFlags } from '../privacy/notice-file.ts';
import { withStores } from '../privacy/stores.ts';

/** What commands about one account take. */
export interface SubjectFlags extends TextFlags, Omit<EngineFlags, 'data'> {
  readonly account?: string;
  readonly keyFile?: string;
  readonly engine?: string;
  readonly redis?: string;
}

/** Whose data, and where it may be. */
export function withSubjectOptions(command: Command): Command {
  const [, url] = placeOptions();
  return command
    .addArgument(dataArgument())
    .option('--account <name>', 'the user name (required)')
    .addOption(languageOption())
    .addOption(keyFileOption())
    .option('--engine <folder>', 'of the embedded engine (default: clickhouse in the data folder)')
    .addOption(url)
    .option('--redis <url>', 'a Redis server (default: EMAS_REDIS_URL, REDIS_URL)');
}

/**
 * Opens everything in which something of an account may be.
 *
 * @throws EmasError `ERR_EMAS_LOG_KEY` without a key, or with others than lines were written under, `ERR_EMAS_SUBJECT_UNREAD` where something failed.
 */
export function withSubject<Result>(
  given: string | undefined,
  flags: SubjectFlags,
  use: (name: string, sources: SubjectSources) => Promise<Result>,
): Promise<Result> {
  const { versions, data } = foundNotice(given);
  const keys = accountKeys(flags.keyFile, { ...process.env, EMAS_DATA: data });
  // What was kept when something was on that is off now stays for its time.
  const places = versions.flatMap((version) => version.places);
  const map = [...new Map(places.map((place) => [JSON.stringify(place), place])).values()];
  return withStores(
    { ...flags, data, map },
    async (stores) => {
      await mustHaveKeys(join(data, 'logs'), keys);
      return use(flags.account ?? '', { ...stores, map, app: versions[0].app, data, keys });
    },
    unread,
  );
}

function unread(cause: unknown): EmasError {
  const reason = String(cause).replace(/^(?:Error: )+/, '');
  return new EmasError('ERR_EMAS_SUBJECT_UNREAD', `Something could not be read: ${reason}.`, {
    cause,
    help: 'Check that ClickHouse and Redis are running and that the data folder can be read; then run it again.',
  });
}
