import type { Command } from 'commander';
import { checkSettings } from '../../settings/settings.ts';
import { counted } from '../amounts.ts';
import { EXIT } from '../exit-codes.ts';
import { withHelp } from '../help-text.ts';
import { jsonOption, jsonText } from '../json-output.ts';
import { wrapped } from '../table.ts';
import { environmentWith } from './env-file.ts';
import { machineFaults } from './machine-faults.ts';
import { reached } from './reach.ts';
import type { Reached } from './reach.ts';

interface CheckFlags {
  readonly envFile?: string;
  readonly reach?: boolean;
  readonly json?: boolean;
}

/** What is known of the settings of an app that does not run. */
interface ConfigReport {
  readonly mode: 'production' | 'development';
  /** What would stop the start, each with its fix. */
  readonly faults: readonly string[];
  /** What production expects that may stand in the app's code. */
  readonly code: readonly string[];
  /** Keys that development makes up. */
  readonly madeUp: readonly string[];
  /** Servers that were tried; `null` where none was to be, or the settings say no longer which. */
  readonly reached: readonly Reached[] | null;
}

/** `emas config check`: what the start would say of the environment. */
export function checkCommand(command: Command): Command {
  command
    .description('Checks the settings in the environment, as the app does at start-up.')
    .option(
      '--env-file <file>',
      'file of variables, as for node --env-file; the environment takes precedence',
    )
    .option(
      '--reach',
      'also connect to the Redis and ClickHouse in the settings, for up to five seconds each',
    )
    .addOption(jsonOption('the report'));
  return withHelp(command, {
    examples: [
      'emas config check',
      'NODE_ENV=production emas config check --env-file .env --reach',
      "emas config check --json | jq -r '.faults[]'",
    ],
    found: 'if a setting is wrong, or a server does not answer.',
    notes: [
      'The app is not started, its code is not read, and nothing is written, so options that the code passes to suite() are not checked. NODE_ENV decides whether this is production. No value of a setting is printed.',
    ],
  }).action(runCheck);
}

async function runCheck({ envFile, reach, json }: CheckFlags): Promise<void> {
  const report = await reportOn(environmentWith(envFile), reach === true);
  process.stdout.write(json === true ? `${jsonText(report)}\n` : textOf(report, reach === true));
  const { faults, reached: tried } = report;
  if (faults.length > 0 || tried?.some(({ fault }) => fault !== null) === true) {
    process.exitCode = EXIT.found;
  }
}

async function reportOn(env: NodeJS.ProcessEnv, reach: boolean): Promise<ConfigReport> {
  const { isProduction, parsed, secrets, faults, missing } = checkSettings({}, env);
  const keys = { EMAS_SESSION_SECRET: secrets.sessionSecret, EMAS_LOG_KEY: secrets.logKey };
  return {
    mode: isProduction ? 'production' : 'development',
    faults: [...faults, ...(parsed === undefined ? [] : machineFaults(parsed))],
    code: missing,
    madeUp: isProduction
      ? []
      : Object.entries(keys).flatMap(([name, given]) => (given === undefined ? [name] : [])),
    reached: reach && parsed !== undefined ? await reached(parsed) : null,
  };
}

const INDENT = 2;

function textOf(
  { mode, faults, code, madeUp, reached: tried }: ConfigReport,
  reach: boolean,
): string {
  return [
    faults.length === 0
      ? `${mode}: no setting is wrong\n`
      : `${mode}: ${counted(faults.length, 'fault')}\n${listOf(faults)}`,
    ...(tried ?? []).map(({ server, at, fault }) =>
      wrapped(`${server} at ${at}: ${fault ?? 'answers'}`, INDENT),
    ),
    reach && tried === null ? 'No server was tried: fix the settings first.\n' : '',
    code.length === 0
      ? ''
      : `\nThe code must set these if the environment does not (the code is not read here):\n${listOf(code)}`,
    madeUp.length === 0
      ? ''
      : `\n${wrapped(`Development generates ${madeUp.join(' and ')}. Production does not start without them; emas init writes them.`, 0)}`,
  ].join('');
}

function listOf(items: readonly string[]): string {
  return items.map((item) => wrapped(`- ${item}`, INDENT)).join('');
}
