import { readFileSync } from 'node:fs';
import { errorCode } from '@emas/errors';

/**
 * What stands in lines of a file with one of the texts in it: of rows that lie together those alone.
 *
 * @throws The system's error.
 */
export function linesWith(path: string, needles: readonly string[]): readonly unknown[] {
  const isWanted = (text: string): boolean => needles.some((needle) => text.includes(needle));
  return (
    textIn(path)
      .split('\n')
      // Rows that were rejected are texts within a text.
      .filter((line) => isWanted(line) || isWanted(line.replaceAll(String.raw`\"`, '"')))
      .flatMap((line) => {
        const parsed = parsedFrom(line);
        const rows = rowsOf(parsed);
        if (rows === undefined) return [parsed];
        return rows.filter((row) => isWanted(textOf(row))).map((row) => parsedFrom(textOf(row)));
      })
  );
}

/** A batch begins with what is no text; a known place is no JSON. */
function parsedFrom(line: string): unknown {
  for (const text of [line, line.slice(line.indexOf('{'))]) {
    try {
      return JSON.parse(text);
    } catch {
      // It is tried from where an object begins.
    }
  }
  return /^[\x20-\x7e]*$/.test(line) ? line : '(a row on its way)';
}

/** Of a file that has gone meanwhile: ''. @throws The system's error. */
export function textIn(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return '';
    throw error;
  }
}

function textOf(row: unknown): string {
  return typeof row === 'string' ? row : JSON.stringify(row);
}

/** Of rows that the engine rejected together. */
function rowsOf(parsed: unknown): readonly unknown[] | undefined {
  if (typeof parsed !== 'object' || parsed === null) return undefined;
  const rows: unknown = Reflect.get(parsed, 'rows');
  return Array.isArray(rows) ? rows : undefined;
}
