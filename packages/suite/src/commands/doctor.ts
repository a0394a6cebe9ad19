import { EmasError } from '@emas/errors';
import { weaknesses } from '@emas/hardening';
import type { Observed, Weakness } from '@emas/hardening';
import { visibleText } from '@emas/logging';
import { Command, InvalidArgumentError, Option } from 'commander';
import { inColour } from './colour.ts';

interface DoctorFlags {
  readonly json?: boolean;
  readonly failOn?: Weakness['severity'];
}

const SEVERITIES: readonly Weakness['severity'][] = ['low', 'medium', 'high'];
const TIMEOUT_MS = 10_000;

const EXAMPLES = `
Examples:
  emas doctor http://localhost:3000
  emas doctor https://portal.example/login --fail-on medium
  emas doctor https://portal.example --json | jq '.[].what'`;

/** `emas doctor URL`: what of a page is weaker than the defaults, and why it matters. */
export function doctorCommand(): Command {
  return new Command('doctor')
    .summary('say what of a page is weaker than it could be')
    .description("Asks for a page twice and holds its headers and cookies to the suite's defaults.")
    .argument('<url>', 'of a page, http://localhost:3000', readUrl)
    .addOption(
      new Option('--fail-on <severity>', 'exit with 1 where something is as bad').choices(
        SEVERITIES,
      ),
    )
    .option('--json', 'print what was found as JSON')
    .addHelpText('after', EXAMPLES)
    .action(runDoctor);
}

async function runDoctor(url: URL, { json, failOn }: DoctorFlags): Promise<void> {
  const found = weaknesses(await observe(url));
  process.stdout.write(json === true ? `${JSON.stringify(found)}\n` : findings(url, found));
  if (failOn === undefined) return;
  const least = SEVERITIES.indexOf(failOn);
  if (found.some(({ severity }) => SEVERITIES.indexOf(severity) >= least)) process.exitCode = 1;
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

const COLOURS = { high: '\u001b[31m', medium: '\u001b[33m', low: '\u001b[36m' } as const;
const RESET = '\u001b[0m';

function findings(url: URL, found: readonly Weakness[]): string {
  if (found.length === 0) return `${url.href}: nothing is weaker than the defaults.\n`;
  const colour = inColour();
  const texts = found.map(({ severity, what, found: value, why, mend }) => {
    const mark = severity.padEnd(6);
    return [
      `${colour ? `${COLOURS[severity]}${mark}${RESET}` : mark}  ${visibleText(what)}: ${visibleText(value).slice(0, 100)}`,
      `        ${why}`,
      `        ${mend}`,
    ].join('\n');
  });
  const count = found.length === 1 ? 'one weakness' : `${found.length} weaknesses`;
  return `${texts.join('\n')}\n\n${url.href}: ${count}\n`;
}

function readUrl(text: string): URL {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return new URL(text);
  throw new InvalidArgumentError('A URL, please: http://localhost:3000.');
}
