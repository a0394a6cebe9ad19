import { readFileSync } from 'node:fs';

/** One text of the corpus. */
export interface CorpusEntry {
  /** What kind of secret it holds, or resembles. */
  readonly kind: string;
  readonly text: string;
  /** Whether the text is JSON that is logged as the value that it stands for. */
  readonly isValue: boolean;
  /** Parts that must not be in the log. */
  readonly gone: readonly string[];
  /** Parts that must be left. */
  readonly stays: readonly string[];
}

const FIELD = /^(class|gone|stays|as|lines): (.*)$/;

/**
 * Reads `secrets.txt` or `harmless.txt`: entries that end with `%%`, each with fields, an empty line and its
 * text. `{U+00A0}` stands for a character that cannot be seen. `{+}` stands for nothing: it keeps programs
 * that look for leaked tokens from taking a made-up one for a real one.
 */
export function readCorpus(name: 'secrets' | 'harmless'): readonly CorpusEntry[] {
  const file = readFileSync(new URL(`${name}.txt`, import.meta.url), 'utf8');
  const [first = '', ...others] = file.split(/^%%\n/m);
  return [first.replaceAll(/^#.*\n/gm, '').trimStart(), ...others]
    .filter((entry) => entry !== '')
    .map(readEntry);
}

function readEntry(entry: string): CorpusEntry {
  const end = entry.indexOf('\n\n');
  const fields = entry
    .slice(0, end)
    .split('\n')
    .flatMap((line) => [FIELD.exec(line) ?? []]);
  const valuesOf = (wanted: string): string[] =>
    fields.flatMap(([, name, value]) => (name === wanted ? [spelledOut(value ?? '')] : []));
  const [kind] = valuesOf('class');
  if (kind === undefined) throw new Error(`An entry of the corpus has no class: ${entry}`);
  const text = spelledOut(entry.slice(end + 2).replace(/\n$/, ''));
  return {
    kind,
    text: valuesOf('lines').includes('crlf') ? text.replaceAll('\n', '\r\n') : text,
    isValue: valuesOf('as').includes('value'),
    gone: valuesOf('gone'),
    stays: valuesOf('stays'),
  };
}

function spelledOut(text: string): string {
  return text
    .replaceAll('{+}', '')
    .replaceAll(/\{U\+([0-9A-F]{4})\}/g, (_all, code: string) =>
      String.fromCodePoint(Number.parseInt(code, 16)),
    );
}
