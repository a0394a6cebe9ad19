import { EmasError } from '@emas/errors';
import { weaknesses } from '@emas/hardening/internal';
import type { Observed, Weakness } from '@emas/hardening/internal';
import { visibleText } from '@emas/logging/internal';
import { InvalidArgumentError, Option } from 'commander';
import type { Command } from 'commander';
import { severityMark } from './severity-mark.ts';
import { EXIT } from './exit-codes.ts';
import { withHelp } from './help-text.ts';
import { jsonOption, jsonText } from './json-output.ts';
import { cutTo, wrapped } from './table.ts';

interface DoctorFlags {
  readonly json?: boolean;
  readonly failOn?: Weakness['severity'];
}

const SEVERITIES: readonly Weakness['severity'][] = ['low', 'medium', 'high'];
const TIMEOUT_MS = 10_000;

/** `emas doctor URL`: what of a page is weaker than the defaults, and why it matters. */
export function doctorCommand(command: Command): Command {
  command
    .description("Asks for a page twice and holds its headers and cookies to the suite's defaults.")
    .argument('<url>', 'of a page, http://localhost:3000', readUrl)
    .addOption(
      new Option('--fail-on <severity>', 'end with 1 where something is as bad').choices(
        SEVERITIES,
      ),
    )
    .addOption(jsonOption('what was found'));
  return withHelp(command, {
    examples: [
      'emas doctor http://localhost:3000',
      'emas doctor https://portal.example/login --fail-on medium',
      "emas doctor https://portal.example --json | jq '.[].what'",
    ],
    found: 'where --fail-on is given and something is as bad.',
  }).action(runDoctor);
}

async function runDoctor(url: URL, { json, failOn }: DoctorFlags): Promise<void> {
  const found = weaknesses(await observe(url));
  process.stdout.write(json === true ? `${jsonText(found)}\n` : findings(url, found));
  if (failOn === undefined) return;
  const least = SEVERITIES.indexOf(failOn);
  if (found.some(({ severity }) => SEVERITIES.indexOf(severity) >= least)) {
    process.exitCode = EXIT.found;
  }
}

async function observe(url: URL): Promise<Observed> {
  const [first, second] = [await ask(url), await ask(url)];
  return {
    isSecure: new URL(first.url).protocol === 'https:',
    headers: Object.fromEntries(first.headers),
    cookies: first.headers.getSetCookie(),
    again: Object.fromEntries(second.headers),
  };
}

async function ask(url: URL): Promise<Response> {
  try {
    const response = await fetch(url, {
      headers: { Accept: 'text/html' },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    await response.body?.cancel();
    return response;
  } catch (cause) {
    const inner: unknown = cause instanceof Error ? (cause.cause ?? cause) : cause;
    const message = inner instanceof Error ? inner.message : String(inner);
    throw new EmasError('ERR_EMAS_DOCTOR_URL', `${url.href} does not answer: ${message}.`, {
      cause,
      help: 'Start the app, or name another address.',
    });
  }
}

const INDENT = 8;
/** A policy can be a page long, and is known to who wrote it. */
const LONGEST_VALUE = 100;

function findings(url: URL, found: readonly Weakness[]): string {
  if (found.length === 0) return `${url.href}: nothing is weaker than the defaults.\n`;
  const texts = found.map(({ severity, what, found: value, why, fix }) =>
    [
      `${severityMark(severity)}  ${visibleText(what)}: ${cutTo(visibleText(value), LONGEST_VALUE)}\n`,
      wrapped(why, INDENT),
      wrapped(fix, INDENT),
    ].join(''),
  );
  const count = found.length === 1 ? '1 weakness' : `${found.length} weaknesses`;
  return `${texts.join('')}\n${url.href}: ${count}\n`;
}

function readUrl(text: string): URL {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return new URL(text);
  throw new InvalidArgumentError('A URL, please: http://localhost:3000.');
}
