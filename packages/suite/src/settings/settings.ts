import { join, resolve } from 'node:path';
import { EmasError } from '@emas/errors';
import { events as busOfProcess } from '@emas/events';
import type { EventBus } from '@emas/events';
import type { ClickHouseSettings, Secrets, SuiteOptions } from '../options.ts';
import { partFaults } from './part-faults.ts';
import { readEnvironment } from './environment.ts';
import type { FromEnvironment } from './environment.ts';
import { keptSecret } from './kept-secret.ts';
import { ownPackage } from './own-package.ts';
import { reporting } from './rollout.ts';
import { parseSuiteOptions } from './schema.ts';
import type { ParsedOptions } from './schema.ts';
import { weaknessOf } from './secret-strength.ts';

/** What holds: code and environment together, checked, with what was made up. */
export interface Settings extends Omit<
  ParsedOptions,
  | 'app'
  | 'version'
  | 'mode'
  | 'data'
  | 'sessionSecret'
  | 'logKey'
  | 'lockFile'
  | 'events'
  | 'clickhouse'
> {
  readonly app: string;
  readonly version: string;
  readonly isProduction: boolean;
  /** Whole path. */
  readonly data: string;
  readonly sessionSecret: readonly string[];
  readonly logKey: readonly string[];
  /** `'embedded'` is the engine beside this process, in the data folder. */
  readonly clickhouse: ClickHouseSettings | 'embedded' | false;
  readonly lockFile: string | undefined;
  readonly events: EventBus;
  /** Names of the keys that were made up. */
  readonly madeUp: readonly string[];
}

/** What code and environment say, before anything is made of it. */
interface CheckedSettings {
  readonly isProduction: boolean;
  /** Absent where it is no object of options at all. */
  readonly parsed: ParsedOptions | undefined;
  readonly secrets: FoundSecrets;
  /** What is wrong, each with its fix. */
  readonly faults: readonly string[];
  /** What production expects besides, and only the code can say, or the code as well. */
  readonly missing: readonly string[];
}

/** Reads and checks, and makes nothing: neither keys nor folders. */
export function checkSettings(given: SuiteOptions, env: NodeJS.ProcessEnv): CheckedSettings {
  const fromEnvironment = readEnvironment(env);
  const faults: string[] = [...fromEnvironment.faults];
  const merged = mergedOptions(given, fromEnvironment);
  const parsed = attempt(faults, () => parsedOptions(merged, fromEnvironment.variables));
  const isProduction = (merged.mode ?? env['NODE_ENV']) === 'production';
  const secrets = secretsOf(merged, { isProduction, faults });
  if (parsed !== undefined) faults.push(...partFaults(parsed));
  const missing = parsed !== undefined && isProduction ? productionFaults(parsed) : [];
  return { isProduction, parsed, secrets, faults, missing };
}

/**
 * Merges what code and environment say, where the environment holds: the code comes with the app, the
 * environment from its operator.
 *
 * @throws EmasError `ERR_EMAS_SUITE_OPTIONS`, which names everything that is wrong at once.
 */
export function resolveSettings(given: SuiteOptions, env: NodeJS.ProcessEnv): Settings {
  const { isProduction, parsed, secrets, ...found } = checkSettings(given, env);
  const faults = [...found.faults, ...found.missing];
  if (parsed === undefined || faults.length > 0) throw settingsError(faults);
  const own = ownPackage(process.cwd());
  const data = resolve(parsed.data);
  const { lockFile, clickhouse = 'embedded', events = busOfProcess } = parsed;
  return {
    ...parsed,
    app: parsed.app ?? own.name,
    version: parsed.version ?? own.version,
    isProduction,
    data,
    ...keysOf(secrets, data),
    clickhouse,
    lockFile: lockFile === false ? undefined : (lockFile ?? own.lockFile),
    events,
  };
}

function mergedOptions(given: SuiteOptions, { options }: FromEnvironment): SuiteOptions {
  const merged: Record<string, unknown> = { ...given };
  for (const [option, value] of options) {
    const [name = '', inner] = option.split('.');
    merged[name] = inner === undefined ? value : { ...objectAt(merged, name), [inner]: value };
  }
  return merged;
}

/** @throws EmasError `ERR_EMAS_SUITE_OPTIONS`. */
function parsedOptions(
  merged: SuiteOptions,
  variables: FromEnvironment['variables'],
): ParsedOptions {
  try {
    const parsed = parseSuiteOptions(merged);
    return parsed.rollout === 'report' ? reporting(parsed, merged.session !== undefined) : parsed;
  } catch (error) {
    throw inNamesOf(variables, error);
  }
}

/** A part that the code leaves away stays away, unless a variable gives it what it needs. */
function objectAt(options: Readonly<Record<string, unknown>>, name: string): object {
  const value = options[name];
  return typeof value === 'object' && value !== null ? value : {};
}

/** A person who set a variable looks for its name, not for an option's. */
function inNamesOf(variables: ReadonlyMap<string, string>, error: unknown): unknown {
  if (!(error instanceof EmasError)) return error;
  const message = [...variables].reduce(
    (text, [option, variable]) => text.replaceAll(`option "${option}"`, `${variable} (${option})`),
    error.message,
  );
  return new EmasError('ERR_EMAS_SUITE_OPTIONS', message.replace(/^suite: |\.$/g, ''));
}

interface FoundSecrets {
  readonly sessionSecret: readonly string[] | undefined;
  readonly logKey: readonly string[] | undefined;
}

function secretsOf(
  given: Pick<SuiteOptions, 'sessionSecret' | 'logKey'>,
  { isProduction, faults }: { readonly isProduction: boolean; readonly faults: string[] },
): FoundSecrets {
  const check = (
    name: string,
    option: string,
    value: Secrets | undefined,
  ): string[] | undefined => {
    if (value === undefined) {
      if (isProduction) {
        faults.push(
          `${name} (${option}) is missing, and production does not generate one. Generate one and keep it: openssl rand -base64 32.`,
        );
      }
      return undefined;
    }
    const all = [value].flat();
    for (const secret of all) {
      const weakness = weaknessOf(secret);
      if (weakness === undefined) continue;
      faults.push(`${name} (${option}) ${weakness}. Generate one: openssl rand -base64 32.`);
    }
    return all;
  };
  return {
    sessionSecret: check('EMAS_SESSION_SECRET', 'sessionSecret', given.sessionSecret),
    logKey: check('EMAS_LOG_KEY', 'logKey', given.logKey),
  };
}

/** @throws EmasError `ERR_EMAS_SUITE_DATA`. */
function keysOf(
  { sessionSecret, logKey }: FoundSecrets,
  data: string,
): Pick<Settings, 'sessionSecret' | 'logKey' | 'madeUp'> {
  try {
    return {
      sessionSecret: sessionSecret ?? [keptSecret(data, 'session-secret')],
      logKey: logKey ?? [keptSecret(data, 'log-key')],
      madeUp: [
        ...(sessionSecret === undefined ? ['EMAS_SESSION_SECRET'] : []),
        ...(logKey === undefined ? ['EMAS_LOG_KEY'] : []),
      ],
    };
  } catch (cause) {
    throw new EmasError('ERR_EMAS_SUITE_DATA', `The data folder ${join(data)} cannot be used.`, {
      cause,
      help: 'Set EMAS_DATA, or the option data, to a folder that this process may write to.',
    });
  }
}

function productionFaults({ dashboards, clickhouse, privacy }: ParsedOptions): string[] {
  const hasPages = dashboards !== false && clickhouse !== false;
  return [
    ...(hasPages && dashboards.authorize === undefined
      ? [
          'option "dashboards.authorize" is missing: set who may see the pages, (req) => roles, or turn them off with dashboards: false.',
        ]
      : []),
    ...(privacy === undefined
      ? [
          'option "privacy" is missing: set who is responsible for the data, { controller, email, officerEmail } or EMAS_PRIVACY_CONTROLLER, EMAS_PRIVACY_EMAIL and EMAS_PRIVACY_OFFICER_EMAIL; or set privacy: false if the app has its own notice.',
        ]
      : []),
  ];
}

function attempt<Result>(faults: string[], action: () => Result): Result | undefined {
  try {
    return action();
  } catch (error) {
    if (!(error instanceof EmasError)) throw error;
    faults.push(`${error.message}.`);
    return undefined;
  }
}

function settingsError(faults: readonly string[]): EmasError {
  const count =
    faults.length === 1 ? 'one setting is wrong' : `${faults.length} settings are wrong`;
  return new EmasError(
    'ERR_EMAS_SUITE_OPTIONS',
    `suite: ${count}:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`,
  );
}
