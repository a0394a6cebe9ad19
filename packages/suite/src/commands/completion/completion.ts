import { Argument } from 'commander';
import type { Command } from 'commander';
import { withHelp } from '../help-text.ts';
import { jsonOption, jsonText } from '../json-output.ts';
import { bashScript } from './bash.ts';
import { commandTree } from './command-tree.ts';
import type { CompletedCommand } from './command-tree.ts';
import { fishScript } from './fish.ts';
import { zshScript } from './zsh.ts';

const SCRIPTS = { bash: bashScript, zsh: zshScript, fish: fishScript } as const satisfies Readonly<
  Record<string, (root: CompletedCommand) => string>
>;
type Shell = keyof typeof SCRIPTS;

/** `emas completion SHELL` */
export function completionCommand(command: Command): Command {
  command
    .description('Prints a script with which a shell completes commands, options and their values.')
    .addArgument(new Argument('<shell>', 'that is to complete them').choices(Object.keys(SCRIPTS)))
    .addOption(jsonOption('commands and options'));
  return withHelp(command, {
    examples: [
      "echo 'source <(emas completion bash)' >> ~/.bashrc",
      "echo 'source <(emas completion zsh)' >> ~/.zshrc   # behind compinit",
      'emas completion fish > ~/.config/fish/completions/emas.fish',
      'emas completion bash > /etc/bash_completion.d/emas',
    ],
    notes: [
      'The script has all that it offers in it: nothing is started as you press Tab. Written into a file, it is to be written again after an update.',
    ],
  }).action(runCompletion);
}

async function runCompletion(shell: Shell, { json }: { readonly json?: boolean }): Promise<void> {
  const tree = await commandTree();
  process.stdout.write(json === true ? `${jsonText(tree)}\n` : SCRIPTS[shell](tree));
}
