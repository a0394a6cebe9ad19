import { existsSync } from 'node:fs';
import { blockedOnPage, blockedReport, isBlocking, weaknesses } from '@emas/hardening/internal';
import type { BlockedLine, BlockedThing, PageBlock, Weakness } from '@emas/hardening/internal';
import { InvalidArgumentError, Option } from 'commander';
import type { Command } from 'commander';
import { EXIT } from '../exit-codes.ts';
import { withHelp } from '../help-text.ts';
import { jsonOption, jsonText } from '../json-output.ts';
import { logFolder } from '../logs/log-folder.ts';
import { readEntries } from '../logs/read-entries.ts';
import { readTime, TIME_FORMS } from '../time-argument.ts';
import { inDataFolder } from '../where.ts';
import { blockedText } from './log-text.ts';
import { observe } from './observe.ts';
import { markupText, weaknessesText } from './page-text.ts';

interface DoctorFlags {
  readonly logs?: string;
  readonly since: number;
  readonly json?: boolean;
  readonly failOn?: Weakness['severity'];
}

const SEVERITIES: readonly Weakness['severity'][] = ['low', 'medium', 'high'];

/** `emas doctor [URL]`: what of a page is weaker than the defaults, and what the log says was blocked. */
export function doctorCommand(command: Command): Command {
  command
    .description(
      "Compares a page's headers, cookies and markup with the suite's defaults. Lists what was blocked according to the log or, in report mode, what would have been.",
    )
    .argument('[url]', 'of a page, such as http://localhost:3000', readUrl)
    .option(
      '--logs <folder>',
      'folder of the log files (default, if no URL is given: logs in EMAS_DATA)',
    )
    .addOption(
      new Option('--since <time>', `lines from then on: ${TIME_FORMS}`)
        .argParser(readTime)
        .default(readTime('7d'), '7d'),
    )
    .addOption(
      new Option(
        '--fail-on <severity>',
        'exit with 1 if a weakness of the page is at least this severe',
      ).choices(SEVERITIES),
    )
    .addOption(jsonOption('what was found'));
  return withHelp(command, {
    examples: [
      'emas doctor http://localhost:3000',
      'emas doctor                                 # what the log says was blocked',
      'emas doctor https://portal.example/login --fail-on medium',
      "emas doctor https://portal.example --json | jq '.page.weaknesses[].what'",
    ],
    found: 'if a weakness of the page is at least as severe as --fail-on.',
  }).action(runDoctor);
}

interface FoundPage {
  readonly url: string;
  readonly weaknesses: readonly Weakness[];
  readonly blocked: readonly PageBlock[];
}

interface FoundLog {
  readonly folder: string;
  readonly blocked: readonly BlockedThing[];
}

async function runDoctor(url: URL | undefined, flags: DoctorFlags): Promise<void> {
  const page = url === undefined ? undefined : await foundOn(url);
  const log = await foundIn(flags, url !== undefined);
  if (flags.json === true) {
    const report = { page: page ?? null, log: log ?? null };
    process.stdout.write(`${jsonText(report, ['last'])}\n`);
  } else process.stdout.write(texts(url, page, log).join('\n'));
  const { failOn } = flags;
  if (failOn === undefined || page === undefined) return;
  const least = SEVERITIES.indexOf(failOn);
  if (page.weaknesses.some(({ severity }) => SEVERITIES.indexOf(severity) >= least)) {
    process.exitCode = EXIT.found;
  }
}

function texts(
  url: URL | undefined,
  page: FoundPage | undefined,
  log: FoundLog | undefined,
): string[] {
  return [
    ...(url === undefined || page === undefined
      ? []
      : [`${weaknessesText(url, page.weaknesses)}${markupText(page.blocked)}`]),
    ...(log === undefined ? [] : [blockedText(log.blocked, log.folder)]),
  ];
}

async function foundOn(url: URL): Promise<FoundPage> {
  const { html, ...observed } = await observe(url);
  const policy =
    observed.headers['content-security-policy'] ??
    observed.headers['content-security-policy-report-only'] ??
    '';
  return {
    url: url.href,
    weaknesses: weaknesses(observed),
    blocked: blockedOnPage(html, policy),
  };
}

/** A page may be anybody's: beside one, the log is read where it is named or lies where this app has it. */
async function foundIn(
  { logs, since }: DoctorFlags,
  hasPage: boolean,
): Promise<FoundLog | undefined> {
  const own = inDataFolder('logs');
  if (hasPage && logs === undefined && (own === undefined || !existsSync(own.path))) {
    return undefined;
  }
  const folder = logFolder(logs, { mayBeEmpty: hasPage && logs === undefined });
  const lines: BlockedLine[] = [];
  for await (const { time, event, data } of readEntries(folder, { category: 'client', since })) {
    if (isBlocking(event)) lines.push({ time, event, data });
  }
  return { folder, blocked: blockedReport(lines) };
}

function readUrl(text: string): URL {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return new URL(text);
  throw new InvalidArgumentError('Expected a URL such as http://localhost:3000.');
}
