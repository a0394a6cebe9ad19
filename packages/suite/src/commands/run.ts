import { EmasError } from '@emas/errors';
import { CommanderError } from 'commander';
import type { Command } from 'commander';
import { COMMANDS } from './command-list.ts';
import { EXIT, exitCodeOf } from './exit-codes.ts';
import { emasProgram } from './program.ts';
import { loadVisibleText } from './visible-text.ts';

/**
 * Runs a command line. How it ended is in `process.exitCode`; commands set it themselves when they find
 * something wrong.
 *
 * @param words The arguments, without the name of the program.
 */
export async function runProgram(words: readonly string[]): Promise<void> {
  try {
    const program = await emasProgram(words);
    await program.parseAsync(withHelpAsked(program, words), { from: 'user' });
  } catch (error) {
    // Commander has written its own.
    if (!(error instanceof CommanderError)) process.stderr.write(`${await errorText(error)}\n`);
    process.exitCode = exitCodeOf(error);
  }
}

/** `emas logs search … | head`: the reader had enough, and a verdict that was reached stands. */
export function endWithReader(): void {
  process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => {
    process.exit(code === 'EPIPE' ? (process.exitCode ?? EXIT.done) : EXIT.failed);
  });
  // Nobody reads what is told on the way; that is no reason to stop.
  process.stderr.on('error', () => undefined);
}

/**
 * Whoever names a group and none of its commands is shown what there is, as by `--help`: commander would
 * call that an error. `emas help logs search` means `emas logs search --help`; commander reads one name.
 */
function withHelpAsked(program: Command, words: readonly string[]): readonly string[] {
  const names = words[0] === 'help' ? words.slice(1) : words;
  let command = program;
  for (const name of names) {
    const next = command.commands.find((one) => one.name() === name);
    if (next === undefined) return names;
    command = next;
  }
  const isGroup = command.commands.length > 0 && !hasDefault(command);
  return names !== words || isGroup ? [...names, '--help'] : words;
}

/** Whether the name of a group alone means one of its commands. */
function hasDefault(command: Command): boolean {
  return COMMANDS.flatMap(([, entries]) => entries).some(
    (entry) =>
      'commands' in entry &&
      entry.name === command.name() &&
      entry.commands.some(({ isDefault }) => isDefault === true),
  );
}

/** One line for an expected fault; with the place in the code for an unexpected one. */
async function errorText(error: unknown): Promise<string> {
  // Messages repeat what a server or a log said, which a terminal must not obey.
  const visibleText = await loadVisibleText();
  const visible = (text: string): string => text.split('\n').map(visibleText).join('\n');
  if (error instanceof EmasError) {
    const isFault = error.code !== 'ERR_EMAS_INTERRUPTED';
    return `${isFault ? 'emas: ' : ''}${visible(error.message)}`;
  }
  if (!(error instanceof Error)) return `emas: ${visible(String(error))}`;
  // The message of a system error names the call and the file.
  const isSystem = 'syscall' in error;
  return `emas: ${visible(isSystem ? error.message : (error.stack ?? error.message))}`;
}
