import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { EmasError } from '@emas/errors';
import { INCIDENT_KINDS } from '@emas/login-guard';
import type {
  AttemptMap,
  Incident,
  IncidentKind,
  IncidentSeverity,
  ReadAttemptsOptions,
} from '@emas/login-guard';
import { Option } from 'commander';
import type { Command } from 'commander';
import { EXIT } from '../exit-codes.ts';
import { withHelp } from '../help-text.ts';
import { jsonOption, jsonText } from '../json-output.ts';
import { isFileOf } from '../logs/log-files.ts';
import { logFolder } from '../logs/log-folder.ts';
import { keyFileOption, readKeys } from '../logs/log-keys.ts';
import { readCount } from '../number-argument.ts';
import { analyse } from './analysis.ts';
import { analysisText } from './analysis-text.ts';
import { readMap } from './map-option.ts';
import { readTimeZone, readYear } from './time-flags.ts';
import { readSetting, thresholdsFrom } from './threshold-flags.ts';
import type { ThresholdFlags } from './threshold-flags.ts';

interface AnalyseFlags extends ThresholdFlags {
  readonly json?: boolean;
  readonly kind?: readonly IncidentKind[];
  readonly top: number;
  readonly year?: number;
  readonly timeZone?: string;
  readonly map?: AttemptMap;
  readonly keyFile?: string;
  readonly plain?: boolean;
  readonly failOn?: IncidentSeverity;
}

const SEVERITIES: readonly IncidentSeverity[] = ['low', 'medium', 'high'];

/** Fields that are times, for JSON. */
const TIMES = ['opened', 'first', 'last'];

/** `emas logins analyse [FILE…]`: runs the detectors over history. */
export function analyseCommand(command: Command): Command {
  command
    .description(
      'Runs the detectors of the login guard over logs, to try thresholds on past logins.',
    )
    .argument(
      '[files...]',
      'files, .gz too; a folder of our logs; - for standard input (default: logs in EMAS_DATA)',
    )
    .option('--thresholds <file>', 'JSON as for loginGuard({ thresholds })')
    .option('--set <key=number>', 'one threshold, bruteForce.failures=20; repeatable', readSetting)
    .addOption(new Option('--kind <kinds...>', 'only these').choices(INCIDENT_KINDS))
    .option('--top <number>', 'accounts and networks to show for each incident', readCount, 5)
    .option('--plain', 'show user names of foreign logs instead of hashes')
    .addOption(keyFileOption())
    .option('--year <year>', 'for times without a year', readYear)
    .option(
      '--time-zone <zone>',
      'for times without a time zone, such as Asia/Kuala_Lumpur',
      readTimeZone,
    )
    .option(
      '--map <fields>',
      'how to read other JSON: time=ts,account=user,address=ip,outcome=ok:true',
      readMap,
    )
    .addOption(
      new Option(
        '--fail-on <severity>',
        'exit with 1 if an incident is at least this severe',
      ).choices(SEVERITIES),
    )
    .addOption(jsonOption('counts and incidents'));
  return withHelp(command, {
    examples: [
      'emas logins analyse',
      'emas logins analyse /var/log/auth.log* --plain',
      'emas logins analyse ./data/logs --set bruteForce.failures=20 --set quiet=7200000',
      "journalctl -u ssh -o json | emas logins analyse - --json | jq '.incidents[].subject'",
      'emas logins analyse app.jsonl --map time=at,account=user.id,address=ip,outcome=event:login_ok,failure=login_failed',
    ],
    exits: [
      '  0  attempts were read',
      '  1  an incident is at least as severe as --fail-on',
      '  2  wrong usage',
      '  3  a file cannot be read or has an unknown format, or no attempt was found',
    ],
    notes: [
      'It reads our own log; syslog and the journal (text, json, export) with sshd, PAM, Dropbear, Dovecot, Postfix, vsftpd and WordPress; access logs of nginx and Apache; sign-ins of Windows as CSV, XML or JSON; and any JSON with --map. Files are read in order of time; their names do not matter.',
      'Spraying of one password and impossible travel are not detected, because logs have no passwords and no countries. Incident ids are the same in each run over the same log, and differ from those of the running app.',
    ],
  }).action(runAnalyse);
}

async function runAnalyse(files: readonly string[], flags: AnalyseFlags): Promise<void> {
  const named = files.length === 0 ? [logFolder(undefined)] : files;
  const all = await analyse(named.flatMap(filesOf), thresholdsFrom(flags), readingOf(flags));
  const { kind, failOn, json } = flags;
  const incidents = all.incidents.filter((one) => kind?.includes(one.kind) ?? true);
  const analysis = { ...all, incidents };
  process.stdout.write(
    json === true ? `${jsonText(analysis, TIMES)}\n` : analysisText(analysis, flags.top),
  );
  if (failOn === undefined) return;
  const least = SEVERITIES.indexOf(failOn);
  const isBad = ({ severity }: Incident): boolean => SEVERITIES.indexOf(severity) >= least;
  if (incidents.some(isBad)) process.exitCode = EXIT.found;
}

function readingOf({ plain, year, timeZone, map, keyFile }: AnalyseFlags): ReadAttemptsOptions {
  const [key] = readKeys(keyFile);
  return {
    accounts: plain === true ? 'plain' : 'hash',
    ...(key === undefined ? {} : { key }),
    ...(year === undefined ? {} : { year }),
    ...(timeZone === undefined ? {} : { timeZone }),
    ...(map === undefined ? {} : { map }),
  };
}

/** Of a folder of ours the log of sign-ins. */
function filesOf(path: string): string[] {
  if (path === '-' || statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true)
    return [path];
  const names = readdirSync(path).filter((name) => isFileOf('auth', name));
  if (names.length === 0) {
    throw new EmasError(
      'ERR_EMAS_LOGIN_REPLAY_FILE',
      `There is no auth log of ours in ${path}, such as auth.1.2026-11-23.001.log. Give the folder that the app passes to createLogger({ folder }), or files.`,
    );
  }
  return names.map((name) => join(path, name));
}
