import { readFileSync } from 'node:fs';
import { parseSync } from 'oxc-parser';

/** One option, as its doc comment has it. */
export interface OptionDoc {
  readonly name: string;
  /** As in the source, on one line. */
  readonly type: string;
  readonly meaning: string;
  /** `required` where it may not be left out; '' where nothing is said. */
  readonly standard: string;
}

/**
 * The options of an interface, by its doc comments.
 *
 * @throws Error where there is no such interface, or an option without a comment.
 */
export function optionDocs(file: URL, name: string): OptionDoc[] {
  const source = readFileSync(file, 'utf8');
  const { program, comments } = parseSync(file.pathname, source);
  for (const statement of program.body) {
    if (statement.type !== 'ExportNamedDeclaration') continue;
    const { declaration } = statement;
    if (declaration?.type !== 'TSInterfaceDeclaration' || declaration.id.name !== name) continue;
    return declaration.body.body.flatMap((member) => {
      if (member.type !== 'TSPropertySignature' || member.key.type !== 'Identifier') return [];
      const comment = comments.findLast(({ end }) => end < member.start);
      const isOwn = comment !== undefined && /^\s*$/.test(source.slice(comment.end, member.start));
      const annotation = member.typeAnnotation?.typeAnnotation;
      const type = source.slice(annotation?.start ?? 0, annotation?.end ?? 0);
      const { meaning, standard } = docOf(isOwn ? comment.value : '');
      return [
        {
          name: member.key.name,
          type: plainType(type),
          meaning,
          standard: member.optional ? standard : 'required',
        },
      ];
    });
  }
  throw new Error(`${file.pathname} has no interface ${name}.`);
}

/** What a reader of a table needs of a type. */
function plainType(type: string): string {
  return type
    .replaceAll(/\/\*[^]*?\*\//g, '')
    .replaceAll(/\breadonly (?=\w+\??:)/g, '')
    .replaceAll(/\s+/g, ' ')
    .replace(/^\| /, '')
    .replace(/; \}$/, ' }');
}

function docOf(comment: string): Pick<OptionDoc, 'meaning' | 'standard'> {
  const text = comment
    .split('\n')
    .map((line) => line.replace(/^\s*\*+ ?/, ''))
    .join(' ')
    .replace(/\s+/g, ' ')
    .replace(/\{@link (\w+)\}/g, '`$1`')
    .trim();
  const [meaning = '', rest = ''] = text.split(/\s*@default /, 2);
  const [standard = ''] = rest.split(/ @\w/, 1);
  return { meaning: (meaning.split(/ ?@throws /, 1)[0] ?? '').trim(), standard: standard.trim() };
}
