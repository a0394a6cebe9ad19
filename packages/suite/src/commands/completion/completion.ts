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
    .description('Prints a script that lets a shell complete commands, options and values.')
    .addArgument(new Argument('<shell>', 'the shell to complete in').choices(Object.keys(SCRIPTS)))
    .addOption(jsonOption('commands and options'));
  return withHelp(command, {
    examples: [
      "echo 'source <(emas completion bash)' >> ~/.bashrc",
      "echo 'source <(emas completion zsh)' >> ~/.zshrc   # after compinit",
      'emas completion fish > ~/.config/fish/completions/emas.fish',
      'emas completion bash > /etc/bash_completion.d/emas',
    ],
    notes: [
      'The script is self-contained: pressing Tab starts no process. If you save it to a file, save it again after an update.',
    ],
  }).action(runCompletion);
}

async function runCompletion(shell: Shell, { json }: { readonly json?: boolean }): Promise<void> {
  const tree = await commandTree();
  process.stdout.write(json === true ? `${jsonText(tree)}\n` : SCRIPTS[shell](tree));
}
