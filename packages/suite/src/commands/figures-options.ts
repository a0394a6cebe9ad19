import { connect } from '@emas/clickhouse';
import { migrateAnalytics } from '@emas/analytics';
import { EmasError } from '@emas/errors';
import { APP_NAME } from '@emas/options';
import { InvalidArgumentError, Option } from 'commander';
import { clickhouseAway } from './clickhouse-away.ts';
import { engineAt, existingEngine } from './engine-at.ts';
import type { EngineFlags } from './engine-at.ts';

/** `--app`, of commands that are about the figures of one. */
export function appOption(what: string): Option {
  return new Option(
    '--app <name>',
    `${what} (default: EMAS_APP, or the name in package.json)`,
  ).argParser(readApp);
}

/** `--data` and `--url`: where the figures are. */
export function placeOptions(): readonly [data: Option, url: Option] {
  return [
    new Option(
      '--data <folder>',
      'of the embedded engine (default: clickhouse in EMAS_DATA)',
    ).conflicts('url'),
    new Option(
      '--url <url>',
      'of a ClickHouse server (default: EMAS_CLICKHOUSE_URL, CLICKHOUSE_URL)',
    ),
  ];
}

/**
 * The ClickHouse that is meant. An embedded engine is not made anew: a folder that is misspelt has none.
 *
 * @throws EmasError `ERR_EMAS_COMMAND_CLICKHOUSE`, `ERR_EMAS_ENGINE_FOLDER`.
 */
export function existingFigures(flags: EngineFlags): ReturnType<typeof engineAt> {
  const place = engineAt(flags);
  if ('embedded' in place) existingEngine(place.embedded);
  return place;
}

/**
 * Works on figures that are there.
 *
 * @param away What is thrown where ClickHouse does not answer. @default `ERR_EMAS_FORGET_ENGINE`
 * @throws EmasError as `existingFigures()` does, and that one.
 */
export async function useFigures<Result>(
  flags: EngineFlags,
  use: (client: ReturnType<typeof connect>) => Promise<Result>,
  away: (cause: unknown) => EmasError = forgettingStopped,
): Promise<Result> {
  const client = connect(existingFigures(flags));
  try {
    await migrateAnalytics(client);
    return await use(client);
  } catch (cause) {
    throw cause instanceof EmasError ? cause : away(cause);
  } finally {
    await client.close();
  }
}

function forgettingStopped(cause: unknown): EmasError {
  return clickhouseAway('ERR_EMAS_FORGET_ENGINE', cause);
}

function readApp(text: string): string {
  if (APP_NAME.test(text)) return text;
  throw new InvalidArgumentError('Expected letters, digits, ".", "_" and "-".');
}
