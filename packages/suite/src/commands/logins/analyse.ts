import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { EmasError } from '@emas/errors';
import { INCIDENT_KINDS, loginDetectors, readAttempts } from '@emas/login-guard';
import type {
  DetectorThresholds,
  Incident,
  IncidentKind,
  IncidentSeverity,
} from '@emas/login-guard';
import { InvalidArgumentError, Option } from 'commander';
import type { Command } from 'commander';
import { EXIT } from '../exit-codes.ts';
import { withHelp } from '../help-text.ts';
import { jsonOption, jsonText } from '../json-output.ts';
import { isFileOf } from '../logs/log-files.ts';
import { readCount } from '../number-argument.ts';
import { createProgressReport } from '../progress-report.ts';
import { logFolder } from '../logs/log-folder.ts';
import { analysisText } from './analysis-text.ts';
import type { Analysed } from './analysis-text.ts';

interface AnalyseFlags {
  readonly json?: boolean;
  readonly thresholds?: string;
  readonly set?: readonly (readonly [key: string, value: number])[];
  readonly kind?: readonly IncidentKind[];
  readonly top: number;
  readonly year?: number;
  readonly timeZone?: string;
  readonly plain?: boolean;
  readonly failOn?: IncidentSeverity;
}

const SEVERITIES: readonly IncidentSeverity[] = ['low', 'medium', 'high'];

/** Fields of an incident that are times, for JSON. */
const TIMES = ['opened', 'first', 'last'];

/** `emas logins analyse [FILE…]`: runs the detectors over history. */
export function analyseCommand(command: Command): Command {
  command
    .description(
      'Runs the detectors of the login guard over a log of ours, or over auth.log, so that thresholds can be tried on history.',
    )
    .argument(
      '[files...]',
      'files, .gz too; a folder of our logs; - for standard input (default: logs in EMAS_DATA)',
    )
    .option('--thresholds <file>', 'JSON as for loginGuard({ thresholds })')
    .option('--set <key=number>', 'one threshold, bruteForce.failures=20; repeatable', readSetting)
    .addOption(new Option('--kind <kinds...>', 'only these').choices(INCIDENT_KINDS))
    .option('--top <number>', 'accounts and networks shown of each', readCount, 5)
    .option('--plain', 'show user names of auth.log instead of hashes')
    .option('--year <year>', 'of lines that have none', readCount)
    .option('--time-zone <zone>', 'of lines that have none, Asia/Kuala_Lumpur')
    .addOption(
      new Option('--fail-on <severity>', 'end with 1 where an incident is as bad').choices(
        SEVERITIES,
      ),
    )
    .addOption(jsonOption('the incidents'));
  return withHelp(command, {
    examples: [
      'emas logins analyse',
      'emas logins analyse /var/log/auth.log.1 /var/log/auth.log --plain',
      'emas logins analyse ./data/logs --set bruteForce.failures=20 --set quiet=7200000',
      "zcat auth.log.*.gz | emas logins analyse - --json | jq '.[].subject'",
    ],
    found: 'where --fail-on is given and an incident is as bad.',
  }).action(runAnalyse);
}

async function runAnalyse(files: readonly string[], flags: AnalyseFlags): Promise<void> {
  const named = files.length === 0 ? [logFolder(undefined)] : files;
  const analysed = await analyse(named.flatMap(filesOf), flags);
  const { kind, failOn, json } = flags;
  const incidents = analysed.incidents.filter((one) => kind?.includes(one.kind) ?? true);
  process.stdout.write(
    json === true
      ? `${jsonText(incidents, TIMES)}\n`
      : analysisText({ ...analysed, incidents }, flags.top),
  );
  if (failOn === undefined) return;
  const least = SEVERITIES.indexOf(failOn);
  const isBad = ({ severity }: Incident): boolean => SEVERITIES.indexOf(severity) >= least;
  if (incidents.some(isBad)) process.exitCode = EXIT.found;
}

async function analyse(files: readonly string[], flags: AnalyseFlags): Promise<Analysed> {
  const { plain, year, timeZone } = flags;
  const detectors = loginDetectors({ thresholds: thresholdsFrom(flags) });
  // Of those that memory lets go of, the latest news stay here.
  const all = new Map<string, Incident>();
  detectors.subscribe((_, incident) => all.set(incident.id, incident));
  const total = {
    lines: 0,
    attempts: 0,
    failures: 0,
    strange: 0,
    first: Infinity,
    last: -Infinity,
  };
  const report = createProgressReport();
  for (const file of files) {
    let read = { lines: 0, strange: 0 };
    const attempts = readAttempts(file, {
      accounts: plain === true ? 'plain' : 'hash',
      ...(year === undefined ? {} : { year }),
      ...(timeZone === undefined ? {} : { timeZone }),
      onProgress: (progress) => {
        read = progress;
        report.show({ ...progress, file: file === '-' ? 'standard input' : file });
      },
    });
    for await (const attempt of attempts) {
      detectors.observe(attempt);
      total.attempts += 1;
      if (attempt.outcome === 'failure') total.failures += 1;
      total.first = Math.min(total.first, attempt.time);
      total.last = Math.max(total.last, attempt.time);
    }
    total.lines += read.lines;
    total.strange += read.strange;
  }
  report.end();
  for (const incident of detectors.incidents()) all.set(incident.id, incident);
  const incidents = [...all.values()].toSorted((left, right) => left.opened - right.opened);
  return { ...total, incidents };
}

/** Of a folder of ours the log of logins, the oldest file first. */
function filesOf(path: string): string[] {
  if (path === '-' || statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true)
    return [path];
  const names = readdirSync(path).filter((name) => isFileOf('auth', name));
  if (names.length === 0) {
    throw new EmasError(
      'ERR_EMAS_LOGIN_REPLAY_FILE',
      `There is no auth log of ours in ${path}: none like auth.1.2026-11-23.001.log. Name the folder that createLogger({ folder }) was given, or files.`,
    );
  }
  const day = (name: string): string => name.split('.').slice(2).join('.');
  return names
    .toSorted((left, right) => day(left).localeCompare(day(right)))
    .map((name) => join(path, name));
}

function thresholdsFrom({ thresholds: file, set = [] }: AnalyseFlags): DetectorThresholds {
  const all: Record<string, unknown> = file === undefined ? {} : readJson(file);
  for (const [key, value] of set) {
    const [name = '', inner] = key.split('.', 2);
    if (inner === undefined) all[name] = value;
    else {
      const known: unknown = all[name];
      all[name] = { ...(typeof known === 'object' ? known : {}), [inner]: value };
    }
  }
  return all;
}

function readJson(file: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
    throw new Error('it is no JSON object');
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new EmasError(
      'ERR_EMAS_LOGIN_GUARD_OPTIONS',
      `The thresholds in ${file} cannot be used: ${message}. Write {"bruteForce": {"failures": 20}}.`,
      { cause },
    );
  }
}

function readSetting(
  text: string,
  before: readonly (readonly [string, number])[] = [],
): (readonly [string, number])[] {
  const [, key, value] = /^([a-zA-Z]+(?:\.[a-zA-Z]+)?)=(\d+(?:\.\d+)?)$/.exec(text) ?? [];
  if (key === undefined) throw new InvalidArgumentError('As in bruteForce.failures=20, please.');
  return [...before, [key, Number(value)]];
}
