import { everyCommand } from './command-tree.ts';
import type { CompletedCommand, CompletedFlag } from './command-tree.ts';
import { quoted } from './quoted.ts';

/** For zsh, sourced after compinit, or as a file \`_emas\` in the path of functions. */
export function zshScript(root: CompletedCommand): string {
  const all = everyCommand(root).filter(({ name }) => name !== 'help');
  return `#compdef emas
# zsh completion of emas. In ~/.zshrc, after compinit: source <(emas completion zsh)
_emas() {
  local node= at
  local -a items
  for ((at = 2; at < CURRENT; at++)); do
    case "$node/$words[at]" in
      (${all.flatMap(({ path }) => (path === '' ? [] : [path])).join('|')}) node=$node/$words[at] ;;
    esac
  done
  case "$node $words[CURRENT-1]" in
${all.flatMap(valueCases).join('\n')}
  esac
  if [[ $PREFIX == -* ]]; then
    case "$node" in
${all.map(({ path, flags }) => `      (${quoted(path)}) items=(${flags.flatMap(flagItems).join(' ')}) ;;`).join('\n')}
    esac
    _describe -o option items
    return
  fi
  case "$node" in
${all.flatMap(wordCase).join('\n')}
  esac
  _describe command items
}
if [[ $funcstack[1] == _emas ]]; then _emas "$@"; else compdef _emas emas; fi
`;
}

function valueCases({ path, flags }: CompletedCommand): string[] {
  return flags.flatMap(({ names, value }) => {
    if (value === null) return [];
    const pattern = names.map((name) => quoted(`${path} ${name}`)).join('|');
    const { choices, isPath } = value;
    const offers = choices.length > 0 ? `compadd -- ${choices.map(quoted).join(' ')}; ` : '';
    return [`    (${pattern}) ${isPath ? '_files; ' : offers}return ;;`];
  });
}

function flagItems({ names, says }: CompletedFlag): string[] {
  return names.map((name) => item(name, says));
}

function wordCase({ path, commands, argument }: CompletedCommand): string[] {
  const items = [
    ...commands.map(({ name, says }) => item(name, says)),
    ...argument.choices.map((choice) => item(choice, '')),
  ];
  if (items.length > 0) return [`    (${quoted(path)}) items=(${items.join(' ')}) ;;`];
  return argument.isPath ? [`    (${quoted(path)}) _files; return ;;`] : [];
}

/** A colon parts the word from what is said of it. */
function item(word: string, says: string): string {
  const name = word.replaceAll(':', String.raw`\:`);
  return quoted(says === '' ? name : `${name}:${says}`);
}
