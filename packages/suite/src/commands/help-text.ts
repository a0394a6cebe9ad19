import type { Command } from 'commander';
import { section } from './help-section.ts';
import { terminalWidth, wrapped } from './table.ts';

/** Longer lines are hard to read; commander has the same for options. */
const WIDEST = 80;

/** What stands below a command's options. */
interface HelpParts {
  /** Command lines, with a word on each behind `#` where they do not say it all. */
  readonly examples: readonly string[];
  /** When it ends with 1: what it looks for is wrong. */
  readonly found?: string;
  /** All exit codes of the command, a line each, where they mean more than those of `emas --help`. */
  readonly exits?: readonly string[];
  /** Lists, each below its heading. */
  readonly lists?: readonly (readonly [heading: string, lines: readonly string[]])[];
  /** What else somebody has to know, in paragraphs. */
  readonly notes?: readonly string[];
}

/** Adds them in the form that all commands have. */
export function withHelp(
  command: Command,
  { examples, found, exits, lists = [], notes = [] }: HelpParts,
): Command {
  const parts = [
    section(
      'Examples:',
      examples.map((example) => `  ${example}`),
    ),
    ...lists.map(([heading, lines]) => section(heading, lines)),
    ...(found === undefined ? [] : [`Ends with 1 ${found}\nAll exit codes: emas --help`]),
    ...(exits === undefined ? [] : [section('Exit codes:', exits)]),
    ...notes.map((note) => wrapped(note, 0, Math.min(WIDEST, terminalWidth())).trimEnd()),
  ];
  return command.addHelpText('after', `\n${parts.join('\n\n')}`);
}
