import { everyCommand } from './command-tree.ts';
import type { CompletedCommand } from './command-tree.ts';
import { quoted } from './quoted.ts';

/**
 * For bash from 3.2, which macOS has. Where it offers nothing, bash offers files (`-o default`).
 *
 * bash takes `=` for a word of its own, so that `--by=page` is three.
 */
export function bashScript(root: CompletedCommand): string {
  const all = everyCommand(root);
  return `# bash completion of emas. In ~/.bashrc: source <(emas completion bash)
_emas() {
  local at node= helps= words=
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD - 1]}
  if [[ $cur == = ]]; then cur=
  elif [[ $prev == = ]]; then prev=\${COMP_WORDS[COMP_CWORD - 2]}
  fi
  COMPREPLY=()
  for ((at = 1; at < COMP_CWORD; at++)); do
    case "$node/\${COMP_WORDS[at]}" in
      */help) helps=1 ;;
      ${namesOf(all)}) node=$node/\${COMP_WORDS[at]} ;;
    esac
  done
  case "$node $prev" in
${all.flatMap(valueCases).join('\n')}
  esac
  case "\${helps:+help}$node" in
${all.flatMap((one) => wordCases(one)).join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
}
complete -o default -F _emas emas
`;
}

function namesOf(all: readonly CompletedCommand[]): string {
  return all
    .filter(({ name, path }) => path !== '' && name !== 'help')
    .map(({ path }) => path)
    .join(' | ');
}

/** What stands behind a flag that takes a value. */
function valueCases({ path, flags }: CompletedCommand): string[] {
  return flags.flatMap(({ names, value }) => {
    if (value === null) return [];
    const pattern = names.map((name) => quoted(`${path} ${name}`)).join(' | ');
    const { choices } = value;
    const offers =
      choices.length === 0
        ? ''
        : `COMPREPLY=($(compgen -W ${quoted(choices.join(' '))} -- "$cur")); `;
    return [`    ${pattern}) ${offers}return ;;`];
  });
}

/** Commands; flags where one is begun; behind \`help\` commands alone. */
function wordCases({ name, path, flags, commands, argument }: CompletedCommand): string[] {
  if (name === 'help') return [];
  const names = commands.map((one) => one.name);
  const words = [...names, ...argument.choices].join(' ');
  const begun = flags.flatMap((flag) => flag.names).join(' ');
  return [
    `    help${path}) words=${quoted(names.filter((one) => one !== 'help').join(' '))} ;;`,
    `    ${quoted(path)}) if [[ $cur == -* ]]; then words=${quoted(begun)}; else words=${quoted(words)}; fi ;;`,
  ];
}
