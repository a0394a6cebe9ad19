import { everyCommand } from './command-tree.ts';
import type { CompletedCommand, CompletedFlag } from './command-tree.ts';

/** For fish from 3.0. Files are offered where a command takes some. */
export function fishScript(root: CompletedCommand): string {
  const all = everyCommand(root).filter(({ name }) => name !== 'help');
  return `# fish completion of emas: emas completion fish > ~/.config/fish/completions/emas.fish
function __emas_at
    set -l node ''
    for word in (commandline -opc)[2..-1]
        switch "$node/$word"
            case ${all.flatMap(({ path }) => (path === '' ? [] : [path])).join(' ')}
                set node "$node/$word"
        end
    end
    test "$node" = "$argv[1]"
end
complete -c emas -f
${all.flatMap(linesOf).join('\n')}
`;
}

function linesOf(command: CompletedCommand): string[] {
  const { path, flags, commands, argument } = command;
  const at = `complete -c emas -n ${fishQuoted(`__emas_at '${path}'`)}`;
  return [
    ...commands.map(({ name, says }) => `${at} -a ${name} -d ${fishQuoted(says)}`),
    ...argument.choices.map((choice) => `${at} -a ${fishQuoted(choice)}`),
    ...(argument.isPath ? [`${at} -F`] : []),
    ...flags.map((flag) => `${at} ${flagWords(flag)}`),
  ];
}

function flagWords({ names, says, value }: CompletedFlag): string {
  const words = names.map((name) =>
    name.startsWith('--') ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`,
  );
  if (value !== null) words.push(value.isPath ? '-r -F' : '-x');
  if (value !== null && value.choices.length > 0) {
    words.push(`-a ${fishQuoted(value.choices.join(' '))}`);
  }
  return [...words, `-d ${fishQuoted(says)}`].join(' ');
}

/** Between single quotes fish reads backslashes before a quote and before another. */
function fishQuoted(text: string): string {
  return `'${text.replace(/\s+/g, ' ').replace(/[\\']/g, String.raw`\$&`)}'`;
}
