import { Argument, Command, InvalidArgumentError, Option } from 'commander';
import { ATTACKS, MEMBER } from './attacks.ts';
import type { Attack } from './attacks.ts';
import { sendTry } from './send-try.ts';
import type { Outcome } from './send-try.ts';

interface Flags {
  readonly url: URL;
  readonly count: number;
  readonly atOnce: number;
}

const MOST_TRIES = 500;
const LONGEST_MS = 60_000;
const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

const names = ATTACKS.map(({ name }) => name);

await new Command('attack')
  .description(
    'Attacks the sign-in of a portal on this machine, to see what its guard makes of it.',
  )
  .addArgument(
    new Argument('[attack]', `${names.join(', ')}, or all`)
      .default(ATTACKS, 'all')
      .argParser(readAttack),
  )
  .addOption(
    new Option('--url <url>', 'of the portal, on this machine')
      .default(new URL('http://localhost:3000'), 'http://localhost:3000')
      .argParser(readUrl),
  )
  .option('--count <number>', `tries of each attack, ${MOST_TRIES} at most`, readCount, 60)
  .option('--at-once <number>', 'tries that are under way at once, 20 at most', readAtOnce, 5)
  .addHelpText(
    'after',
    `
Attacks:
${ATTACKS.map(({ name, story }) => `  ${name.padEnd(13)}${story}`).join('\n')}

Examples:
  npm run attack --workspace examples/portal
  npm run attack --workspace examples/portal -- spraying --count 200`,
  )
  .action(run)
  .parseAsync();

async function run(attacks: readonly Attack[], flags: Flags): Promise<void> {
  try {
    await signIn(flags.url, 'The member signs in at home');
    for (const attack of attacks) await attackBy(attack, flags);
    await signIn(flags.url, 'The member signs in at home, after all that');
    process.stdout.write(
      [
        '',
        'What the guard found is in the log, and can be found again:',
        "  npx emas logs search examples/portal/data/logs --event 'login_incident_*'",
        '  npx emas logins analyse examples/portal/data/logs',
        'A minute from now it has the tries that were refused again and again, too.',
        '',
      ].join('\n'),
    );
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    process.stderr.write(`${flags.url.origin} does not answer: ${message}. Start it: npm start\n`);
    process.exitCode = 1;
  }
}

async function signIn(portal: URL, story: string): Promise<void> {
  const outcome = await sendTry(portal, MEMBER);
  process.stdout.write(`${story}: ${outcome === 'entered' ? 'gets in' : outcome}.\n`);
}

async function attackBy({ name, story, finds, tries }: Attack, flags: Flags): Promise<void> {
  process.stdout.write(`\n${name}: ${story}\n`);
  const counts: Record<Outcome, number> = { entered: 0, wrong: 0, waits: 0, refused: 0, other: 0 };
  const left = tries(flags.count).values();
  const until = Date.now() + LONGEST_MS;
  const work = async (): Promise<void> => {
    for (const one of left) {
      if (Date.now() > until) return;
      // Each waits for its own answer; several of them work at once.
      // oxlint-disable-next-line no-await-in-loop
      counts[await sendTry(flags.url, one)] += 1;
    }
  };
  await Promise.all(Array.from({ length: flags.atOnce }, work));
  const { entered, wrong, waits, refused, other } = counts;
  const parts = [
    `${wrong} passwords looked at and wrong`,
    `${waits} told to wait`,
    ...(refused > 0 ? [`${refused} refused`] : []),
    ...(entered > 0 ? [`${entered} got in`] : []),
    ...(other > 0 ? [`${other} failed otherwise`] : []),
  ];
  process.stdout.write(`  ${parts.join(', ')}\n  the guard finds ${finds}\n`);
}

function readAttack(name: string): readonly Attack[] {
  if (name === 'all') return ATTACKS;
  const found = ATTACKS.filter((attack) => attack.name === name);
  if (found.length > 0) return found;
  throw new InvalidArgumentError(`One of ${names.join(', ')}, all, please.`);
}

/** Nobody attacks another machine by a slip of the finger. */
function readUrl(text: string): URL {
  if (URL.canParse(text) && LOOPBACK.has(new URL(text).hostname)) return new URL(text);
  throw new InvalidArgumentError('This machine only, please: http://localhost:3000.');
}

function readCount(text: string): number {
  return readNumber(text, MOST_TRIES);
}

function readAtOnce(text: string): number {
  return readNumber(text, 20);
}

function readNumber(text: string, most: number): number {
  const count = Number(text);
  if (Number.isInteger(count) && count > 0 && count <= most) return count;
  throw new InvalidArgumentError(`A number from 1 to ${most}, please.`);
}
